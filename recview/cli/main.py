"""The way in. Loads the command line when there is one to understand; ^C and failing streams are exit codes here."""

from __future__ import annotations

import gc
import os
import sys

from recview import __version__
from recview.cli.command_table import COMMANDS
from recview.cli.streams import end_quietly, end_with_trouble, open_closed_ones, take_every_character
from recview.errors import RecviewError


def main() -> None:
    """Runs the command line and leaves with its exit code: 0, 1, 2, or 130 on ^C."""
    open_closed_ones()
    take_every_character()
    exit_code = _run(sys.argv[1:])
    gc.freeze()  # Python looks for garbage once more when it ends: in what was made since, not in every module again
    sys.exit(exit_code)


def _run(arguments: list[str]) -> int:
    exit_code = 0
    try:
        exit_code = _answer(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return end_quietly(exit_code)
    except OSError as error:
        return end_with_trouble(error)
    return exit_code


def _answer(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # what scripts ask: to load a command line for it would take three times as long
        sys.stdout.write(f"recview {__version__}\n")
        return 0
    if "_RECVIEW_COMPLETE" not in os.environ and all(map(_is_path, arguments)):  # a shell asks so, without arguments
        return _open(arguments)
    gc.disable()  # until a command begins: modules are no garbage, and to look for some takes a tenth of loading them
    from recview.cli.command_line import run

    return run(arguments)


def _is_path(argument: str) -> bool:
    """Whether it can be nothing else than a path to open."""
    return not argument.startswith("-") and argument not in COMMANDS and os.path.exists(argument)  # noqa: PTH110


def _open(paths: list[str]) -> int:
    """As the command `open` does, which would load a command line before there is anything to see."""
    from recview.cli.interface import open_interface
    from recview.store.roots import open_roots

    try:
        return open_interface(open_roots(paths))
    except RecviewError as error:
        from recview.cli.output import complain

        complain(error.message, error.hint)
        return 2
