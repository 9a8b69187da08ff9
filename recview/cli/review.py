"""`recview review`: what a re-record changed. Reads the arguments, prints, and says by its exit code what it found."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from recview.analysis.review import Review
from recview.cli.arguments import FOLDER, PATH, complete_list
from recview.cli.output import color_option, complain, print_document, print_line, use_color
from recview.cli.review_document import review_document
from recview.cli.review_markdown import markdown
from recview.cli.review_page import page_lines
from recview.cli.streams import Reader
from recview.errors import RecviewError
from recview.store.collector import collector_paused
from recview.store.ledger import Ledger
from recview.store.rerecord import review_sides
from recview.store.revisions import open_sides
from recview.store.settings import load_settings
from recview.ui.review_model import build_model


def _response(aspect: str) -> Callable[[Review], bool]:
    return lambda review: any(getattr(pair.response, aspect) != "same" for pair in review.pairs)


_KINDS: Mapping[str, Callable[[Review], bool]] = {
    "request": lambda review: any(signature.changes for signature in review.signatures),
    "text": _response("text"),
    "tool-calls": _response("tool_calls"),
    "finish": _response("finish_reason"),
    "usage": _response("usage"),
    "error": _response("error"),
    "added": lambda review: bool(review.added),
    "removed": lambda review: bool(review.removed),
    "unpaired": lambda review: bool(review.added or review.removed),
    "unreadable": lambda review: bool(review.unreadable),
}
"""What `--fail-on` may list, and whether a review has it."""

_FILE = click.Path(dir_okay=False, path_type=Path)


class _Review(click.Command):
    """Takes what stands behind `--` apart: paths, not sides."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            at = args.index("--")
            args, ctx.obj = args[:at], tuple(args[at + 1 :])
        return super().parse_args(ctx, args)


def _kinds(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    kinds = tuple(kind.strip() for kind in value.split(",") if kind.strip())
    unknown = [kind for kind in kinds if kind not in _KINDS]
    if unknown or not kinds:
        raise click.BadParameter(f"{', '.join(unknown) or 'nothing'} is not among {', '.join(_KINDS)}")
    return kinds


@click.command("review", cls=_Review, short_help="Review a re-record, grouped by what changed.")
@click.argument("old", type=PATH)
@click.argument("new", type=PATH, required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document with everything.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Markdown for a pull request, below 60,000 characters.")
@click.option(
    "--fail-on",
    callback=_kinds,
    metavar="LIST",
    shell_complete=complete_list(tuple(_KINDS)),
    help=f"Exit with 1 only for these: {', '.join(_KINDS)}.",
)
@click.option("-C", "directory", default=".", type=FOLDER, metavar="DIR", help="Look from this folder.")
@click.option("--ui", "opens_ui", is_flag=True, help="Go through it on the screen: accept, reject, skip.")
@click.option("--import", "imported", type=_FILE, metavar="FILE", help="First take in decisions that were exported.")
@click.option("--export", "exported", type=_FILE, metavar="FILE", help="Write the decisions on this review to a file.")
@color_option
@click.pass_context
def command(
    context: click.Context,
    old: str,
    new: str | None,
    as_json: bool,
    as_markdown: bool,
    fail_on: tuple[str, ...] | None,
    directory: str,
    opens_ui: bool,
    imported: Path | None,
    exported: Path | None,
    color: str,
) -> int:
    """Review a re-record: every new recording beside its old self, grouped by what changed.

    OLD and NEW are two folders or two git revisions; OLD alone is A..B, A...B, or a revision to compare with the
    working tree; `:` is the index. Behind `--` paths narrow the review.

    Exit: 0 nothing differs, 1 something does (with --fail-on: something listed), 2 trouble; with --ui 0 or 2.
    """
    if as_json and as_markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    if imported is not None:
        count = Ledger().take_in(imported)
        complain(f"took in {count} decisions from {imported}")
    if opens_ui:
        if exported is not None:
            raise click.UsageError("--export writes what is decided already: call it after --ui")
        if as_json or as_markdown or fail_on is not None:
            raise click.UsageError("--ui opens the screen: --json, --markdown and --fail-on are for printing")
        return _open(old, new, directory, context.obj or ())
    with collector_paused():
        review = review_sides(*open_sides(old, new, directory, context.obj or ()))
        with Reader():
            if as_json:
                print_document(review_document(review))
            elif as_markdown:
                print_line(markdown(review).rstrip("\n"))
            else:
                for line in page_lines(review, use_color(color)):
                    print_line(line)
        if exported is not None:
            keys = {item.key for item in build_model(review).items if item.key}
            complain(f"wrote {Ledger().export(exported, keys)} decisions to {exported}")
        gc.freeze()  # the process ends here: to look for cycles in all that was read would only take time
    for unreadable in review.unreadable:
        complain(f"{unreadable.path}: {unreadable.reason}")
    if review.unreadable and "unreadable" not in (fail_on or ()):
        return 2
    if fail_on is None:
        return 1 if review.differs else 0
    return 1 if any(_KINDS[kind](review) for kind in fail_on) else 0


def _open(old: str, new: str | None, directory: str, paths: tuple[str, ...]) -> int:
    """Runs the interface on the review; its exit code. Raises RecviewError without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise RecviewError(
            "the review screen needs a terminal", "Without --ui the review is printed; --json makes it a document."
        )
    settings = load_settings()
    from recview.ui.app import reviewer, run  # no other command but the interface loads Textual
    from recview.ui.review_loading import ReviewRequest

    return run(reviewer(ReviewRequest(old, new, directory, paths), settings))
