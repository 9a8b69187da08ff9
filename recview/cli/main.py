"""The way in. Loads the command line when there is one to understand; a closed pipe and ^C are exit codes here."""

from __future__ import annotations

import gc
import sys

from recview import __version__
from recview.cli.closed_pipe import end_quietly


def main() -> None:
    """Runs the command line and leaves with its exit code: 0, 1, 2, or 130 on ^C."""
    exit_code = _run(sys.argv[1:])
    gc.freeze()  # Python looks for garbage once more when it ends: in what was made since, not in every module again
    sys.exit(exit_code)


def _run(arguments: list[str]) -> int:
    try:
        exit_code = _answer(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return end_quietly()
    return exit_code


def _answer(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # what scripts ask: to load a command line for it would take three times as long
        sys.stdout.write(f"recview {__version__}\n")
        return 0
    gc.disable()  # until a command begins: modules are no garbage, and to look for some takes a tenth of loading them
    from recview.cli.command_line import run

    return run(arguments)
