"""What is done about standard streams that are closed, full or broken, or that cannot take every character."""

from __future__ import annotations

import codecs
import io
import os
import sys

TYPE_CHECKING = False  # to load `typing` for its own takes as long as all the rest of `recview --version`
if TYPE_CHECKING:
    from typing import Literal, TextIO


def open_closed_ones() -> None:
    """Gives Python, which knows none where a stream is closed, one that behaves so, and that no other file replaces.

    Nothing can be read from it, writing to standard output fails, and what is said on standard error is lost.
    """
    if sys.stdin is None:
        sys.stdin = _nothing("r", os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = _nothing("w", os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _nothing("w", os.O_WRONLY)


def take_every_character() -> None:
    """What the encoding of standard output lacks is written as JSON writes it, so that documents stay exact."""
    codecs.register_error("recview.escape", _escaped)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="recview.escape")


def end_quietly(exit_code: int = 0) -> int:
    """For a reader of our output that has gone, as the `head` of a pipe does. Answers with the exit code."""
    _silence(sys.stdout)
    return exit_code


class Reader:
    """Who reads our output. Printing within `with Reader() as reader:` ends where the reader leaves, and nothing else.

    What the command found is its exit code however little of it was read: under `pipefail` 0 would say "the same".
    """

    has_left = False

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if kind is None:
            try:
                sys.stdout.flush()
            except BrokenPipeError:
                kind = BrokenPipeError
        if kind is None or not issubclass(kind, BrokenPipeError):
            return False
        self.has_left = True
        _silence(sys.stdout)
        return True


def end_with_trouble(error: OSError) -> int:
    """Says what the system refused, where that can be said. Answers with the exit code."""
    from recview.cli.output import complain

    _silence(sys.stdout)
    try:
        complain(_told(error))
    except OSError:
        _silence(sys.stderr)
    return 2


def _nothing(mode: Literal["r", "w"], flags: int) -> TextIO:
    descriptor = os.open(os.devnull, flags)  # takes the lowest number that is free: the one of the closed stream
    os.set_inheritable(descriptor, True)
    return open(descriptor, mode, encoding="utf-8")  # noqa: PTH123 - of a descriptor


def _escaped(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end


def _silence(stream: TextIO) -> None:
    """Nothing is said when Python flushes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _told(error: OSError) -> str:
    reason = error.strerror or str(error)
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {reason}"
    return f"the working folder is gone: {reason}" if _is_adrift() else f"the output cannot be written: {reason}"


def _is_adrift() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - loads nothing
    except OSError:
        return True
    return False
