"""How commands print: data on standard output, narration on standard error, all of it harmless to a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from recview.analysis.secret_hints import without_secrets
from recview.errors import RecviewError
from recview.model.json_value import JSON
from recview.wire.documents import dumps
from recview.wire.terminal import clean, clean_line

if TYPE_CHECKING:
    from recview.model.recording import Unreadable
    from recview.store.settings import Settings

ColorChoice = str | None
"""auto, always or never; None where the flag is not given."""

color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default=None,
    help="Colour the output: on a terminal (auto), always, or never.",
)


def use_color(choice: ColorChoice, settings: Settings | None = None) -> bool:
    """As `color_choice` says; `auto` is whether standard output is a terminal that knows colours."""
    chosen = color_choice(choice, settings)
    return chosen == "always" or (chosen == "auto" and sys.stdout.isatty() and knows_colors())


def knows_colors() -> bool:
    """Whether the terminal, if there is one, does not say of itself that it can do nothing but write."""
    return os.environ.get("TERM") != "dumb"


def color_choice(choice: ColorChoice, settings: Settings | None = None) -> str:
    """auto, always or never: `--color`, then NO_COLOR, then the configuration, which is read where it is not given."""
    if choice is not None:
        return choice
    if os.environ.get("NO_COLOR"):
        return "never"
    if settings is None:
        from recview.store.settings import load_settings  # what finds the user's folders loads slowly

        settings = load_settings()
    return settings.text("color")


def styled(text: str, color: bool, **style: object) -> str:
    """`text`, already clean, in a style where `color` is on."""
    return click.style(text, **style) if color else text  # type: ignore[arg-type]


def print_document(document: JSON) -> None:
    """One JSON document on one line, exact."""
    print_documents([document])


def print_documents(documents: Iterable[JSON]) -> None:
    """Each on its line, exact, in one go."""
    sys.stdout.write("".join([f"{dumps(document)}\n" for document in documents]))


def print_line(text: str) -> None:
    """One line for people, credentials hidden; `text` may bear our own styles, so what was recorded must be clean."""
    sys.stdout.write(without_secrets(text) + "\n")


def print_recorded(text: str) -> None:
    """Recorded text as it is, made harmless, credentials hidden, without a newline of ours."""
    sys.stdout.write(without_secrets(clean(text)))


def complain(message: str, hint: str = "") -> None:
    """Says what is wrong, and what to do, on standard error."""
    sys.stderr.write(f"recview: {clean_line(message)}\n")
    if hint:
        sys.stderr.write(f"  {clean_line(hint)}\n")


def reading_error(unreadable: Unreadable) -> RecviewError:
    """What a file is that was to be read as a recording, and what can be done with such a thing."""
    hint = ""
    if os.path.isdir(unreadable.path):  # noqa: PTH112
        hint = f"`recview ls {unreadable.path}` lists what lies in a folder."
    elif unreadable.is_something_else:
        hint = f"Is it a request? `recview why {unreadable.path}` explains one."
    return RecviewError(f"{unreadable.path}: {unreadable.reason}", hint)


def complain_of(unreadable: Unreadable) -> None:
    """Says so on standard error."""
    error = reading_error(unreadable)
    complain(error.message, error.hint)


def counted(count: int, noun: str) -> str:
    """`1 recording`, `1,234 recordings`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
