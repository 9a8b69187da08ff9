"""`recview watch`: a line for every recording added, changed, superseded or removed, as it happens."""

from __future__ import annotations

import math
import shutil
import signal
import sys
import time
from threading import Event
from types import FrameType

import click

from recview.cli.change_report import ChangeReport
from recview.cli.output import color_option, complain, print_document, print_line, use_color
from recview.cli.streams import end_quietly
from recview.cli.tree_rows import TreeRows, no_cache_option, paths_argument
from recview.store.change import Change
from recview.store.known import Known
from recview.store.versions import VersionStore
from recview.store.watcher import watch

LOOK_EVERY_S = 0.05
PATIENCE_S = 0.5
"""How long it waits, when it is to end, for somebody to read what it is writing."""


class NobodyReads(Exception):  # noqa: N818 - it is no error
    """Raised amidst printing, and only there, when it is to end and its reader does not read."""


class Printing:
    """Printing that an end is put to where nobody reads: Python would go on with the write after every signal."""

    def __init__(self) -> None:
        self._is_going_on = False
        if hasattr(signal, "SIGALRM"):
            signal.signal(signal.SIGALRM, self._give_up)

    def __enter__(self) -> None:
        self._is_going_on = True

    def __exit__(self, *_: object) -> None:
        self._is_going_on = False

    def end_soon(self) -> None:
        """What is being printed has so long to be read."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)

    def _give_up(self, number: int, frame: FrameType | None) -> None:
        if self._is_going_on:
            raise NobodyReads


class SignalledEvent(Event):
    """An event that a signal's handler may set, which runs amidst whatever its thread is doing.

    `Event` sets itself under a lock; where that very thread holds it, because it waits for the event, it would wait for
    itself. This one has no lock: who waits for it looks again and again.
    """

    _is_over = False

    def set(self) -> None:
        self._is_over = True

    def is_set(self) -> bool:
        return self._is_over

    def wait(self, timeout: float | None = None) -> bool:
        until = math.inf if timeout is None else time.monotonic() + timeout
        while not self._is_over and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_EVERY_S))
        return self._is_over


@click.command("watch", short_help="Tell what happens to recordings, as it happens.")
@paths_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line.")
@click.option(
    "--poll", is_flag=True, help="Look again and again instead of waiting for the system to tell: for network folders."
)
@no_cache_option
@color_option
def command(paths: tuple[str, ...], as_json: bool, poll: bool, no_cache: bool, color: str) -> int:
    """Tell what happens to recordings, as it happens, and what changed in them.

    Ends on ^C (exit 130) and on SIGTERM (exit 0, or 2 where something could not be read).
    """
    stop, interrupted, printing = SignalledEvent(), SignalledEvent(), Printing()

    def interrupt(number: int, frame: FrameType | None) -> None:
        """Raises nothing at first: an exception at any odd place may be lost there."""
        if interrupted.is_set():
            raise KeyboardInterrupt
        interrupted.set()
        end(number, frame)

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        printing.end_soon()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, interrupt)
    began_ns = time.time_ns()
    tree = TreeRows(paths, no_cache, should_stop=stop.is_set)
    rows = list(tree)
    click.echo(f"watching {tree.summary()}", err=True)
    versions = VersionStore()
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    report = ChangeReport(versions, use_color(color), width)

    def tell(changes: list[Change]) -> None:
        tree.has_trouble |= any(change.kind == "unreadable" for change in changes)
        with printing:
            if as_json:
                for change in filter(report.is_news, changes):
                    print_document(report.document(change))
            else:
                for line in report.lines(changes):
                    print_line(line)
            sys.stdout.flush()

    known = Known(rows, tree.passed_over, since_ns=began_ns)
    try:
        watch(tree.roots, tell, stop, known=known, versions=versions, on_notice=complain, force_polling=poll)
    except NobodyReads:
        end_quietly()
    return 130 if interrupted.is_set() else tree.exit_code
