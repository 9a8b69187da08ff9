"""What a person waits for at a terminal, with 3,000 recordings and with 100,000. Prints ratios, and judges nothing.

    python benchmarks/terminal.py [COUNT]

Runs the program in ptys, with a cache and a configuration of its own, on trees made for it and removed again. A time
is from the key written to the first frame that shows all that the key leads to. Needs pyte, a terminal emulator: it is
among the development requirements.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pyte
from pty_program import LINES, Program, Region, region
from tree import make_tree

from recview.ui.list_pane import SORTS

FEW, MANY = 3_000, 100_000
FIRST_FRAMES = 5
LIST_COLUMNS = 44
"""The pane of the list, in a terminal of 120 columns."""
FILTER_LINE = 2
COUNTED = "all counted"
"""What comes behind what is in sight, and waits until that is painted: it has no budget of its own."""
ORDERS = len(SORTS)
"""Sorted by the next order so often, the list is in the order it was in."""
TYPED_S = 0.07
"""From key to key, where a person types fast."""
WORKING_S = 1.0
"""What is worked out meanwhile has come if nothing more comes for so long."""
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("an empty app")
Empty().run()
"""
_COUNT = re.compile(r" +[0-9,]+\+? *$")
_ROW = re.compile(r"[●○◌✗] [0-9a-f]{12} ")

Act: TypeAlias = Callable[[Program], float]
"""Does something, and says after how many seconds it could be seen."""


def main() -> None:
    """Measures everything."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with tempfile.TemporaryDirectory(prefix="recview-benchmark-") as scratch:
        few, many = Path(scratch, "few"), Path(scratch, "many")
        make_tree(few, FEW, lean=True)
        make_tree(many, count, lean=True)
        time.sleep(0.2)  # what changed just now is not cached
        measure_first_frames(few, many, Path(scratch, "frames"))
        print(f"\n{'median and worst, ms':44}{FEW:>20,}{count:>20,}   ratio  budget", flush=True)
        cache = Path(scratch, "cache")
        few_read, many_read = measure_reading(few, cache), measure_reading(many, cache)
        tell("down, while the rows are read", few_read.keys_s, many_read.keys_s)
        peaks = measure_browsing(few, many, cache)
        peaks = [max(pair) for pair in zip(peaks, (few_read.peak_bytes, many_read.peak_bytes), strict=True)]
    print(f"\nall rows read, cold, after {few_read.whole_s:.1f} s and {many_read.whole_s:.1f} s")
    each = (peaks[1] - peaks[0]) / (count - FEW)
    print(f"peak memory {peaks[0] / 1e6:,.0f} MB and {peaks[1] / 1e6:,.0f} MB: {each:,.0f} bytes a row")


def measure_first_frames(few: Path, many: Path, cache: Path) -> None:
    """Against the first frame of an empty app, with no cache yet and with one, in turns."""
    for tree in (few, many):
        with running(recview(tree), cache) as program:
            program.until(is_read)
            program.settle(3 * WORKING_S)  # the cache is written then
    empty_app = [sys.executable, "-c", EMPTY_APP]
    empty_s: list[float] = []
    taken_s: dict[tuple[str, str], list[float]] = {}
    for _ in range(FIRST_FRAMES):
        empty_s.append(first_frame_s(empty_app, cache, lambda screen: "an empty app" in screen.display[0]))
        for tree in (few, many):
            for heat, folder in (("cold", cache / "never"), ("warm", cache)):
                frame_s = first_frame_s(recview(tree), folder, shows_a_row)
                taken_s.setdefault((tree.name, heat), []).append(frame_s)
    empty = statistics.median(empty_s)
    print(f"first frame of an empty app {empty * 1000:.0f} ms; with rows in the list, against that:", flush=True)
    for (name, heat), times in taken_s.items():
        frame = statistics.median(times)
        print(f"  {name}, {heat:10}{frame * 1000:8.0f} ms{frame / empty:8.2f}   budget 1.3", flush=True)


def first_frame_s(command: list[str], cache: Path, shows: Callable[[pyte.Screen], bool]) -> float:
    """Until the screen shows something; the program is closed before it has read, and kept, everything."""
    with running(command, cache) as program:
        return program.until(shows) - program.started_s


class Reading:
    """A tree read for the first time, while somebody moves down the list."""

    def __init__(self) -> None:
        self.keys_s: list[float] = []
        self.whole_s = 0.0
        self.peak_bytes = 0


def measure_reading(tree: Path, cache: Path) -> Reading:
    """Moves down until everything is read."""
    reading = Reading()
    with running(recview(tree), cache) as program:
        program.until(shows_a_row)
        while not is_read(program.screen):
            reading.keys_s.append(program.after("j", the_lines, quiet_s=0.05))
        reading.whole_s = time.perf_counter() - program.started_s
        program.settle()
    reading.peak_bytes = program.peak_bytes
    return reading


def measure_browsing(few: Path, many: Path, cache: Path) -> list[int]:
    """Every act, in turns; answers with the most memory that either took."""
    with running(recview(few), cache) as first, running(recview(many), cache) as second:
        for program in (first, second):
            program.until(is_read)
            program.settle()
        for name, repeat, act in acts():
            few_s, many_s = [], []
            for _ in range(repeat):
                few_s.append(act(first))
                many_s.append(act(second))
            tell(name, few_s, many_s, "" if name.endswith(COUNTED) else "1.5")
    return [first.peak_bytes, second.peak_bytes]


# What a person does. Each act leaves the list as it was, but for the cursor.


def acts() -> Iterator[tuple[str, int, Act]]:
    """Its name, how often it is done, and the act."""
    yield "down", 40, lambda program: program.after("j", the_lines)
    yield "down, the key held", 5, lambda program: program.after("j" * 12, the_lines)
    yield "a page down", 10, lambda program: program.after("\x1b[6~", the_lines)
    yield "to the bottom", 5, then_undone("G", "g")
    yield "to the next recording", 10, lambda program: program.after("n", the_lines)
    yield "close a group", 5, close_a_group
    yield "close all groups", 5, then_undone("H", "L")
    yield "open all groups", 5, open_all
    yield "sort by the next order", ORDERS, lambda program: program.after("o", the_list, WORKING_S)
    for seen, look in (("in sight", what_is_in_sight), (COUNTED, the_list)):
        for typed in ("7", "7f", "7f3", "7f3a"):
            yield f"filter: the last letter of {typed}, {seen}", 5, typing("f", typed, look)
        yield f"filter: 7f3a typed fast, {seen}", 5, typed_fast("7f3a", look)
        yield f"filter: model:gpt chunks:>1, {seen}", 3, typing("f", ["model:gpt chunks:>", "1"], look)
        yield f"search: three words, {seen}", 3, typing("/", ['"rings it ', 'a"'], look)
    yield "filter: the letter itself", 5, typing("f", "7f", the_filter_line)


def then_undone(keys: str, undo: str) -> Act:
    """Some keys, and afterwards, not measured, what undoes them."""

    def act(program: Program) -> float:
        taken_s = program.after(keys, the_list, WORKING_S)
        program.after(undo, the_list, WORKING_S)
        return taken_s

    return act


def close_a_group(program: Program) -> float:
    """That of the next recording; it is opened again."""
    program.after("n", the_lines)
    program.after("h", the_lines)
    return then_undone("\r", "\r")(program)


def open_all(program: Program) -> float:
    """After everything was closed."""
    program.after("H", the_list, WORKING_S)
    return program.after("L", the_list, WORKING_S)


def typing(opening: str, typed: str | list[str], look: Callable[[pyte.Screen], Region]) -> Act:
    """The last of what is typed is measured; what came before it has come to rest."""

    def act(program: Program) -> float:
        program.after(opening, the_list)
        for keys in typed[:-1]:
            program.after(keys, the_list, WORKING_S)
        taken_s = program.after(typed[-1], look, WORKING_S)
        program.after("\x1b", the_list, WORKING_S)
        return taken_s

    return act


def typed_fast(text: str, look: Callable[[pyte.Screen], Region]) -> Act:
    """Every letter before what the one before it leads to can be seen; the last one is measured."""

    def act(program: Program) -> float:
        program.after("f", the_list)
        for letter in text[:-1]:
            program.type(letter)
            time.sleep(TYPED_S)
        taken_s = program.after(text[-1], look, WORKING_S)
        program.after("\x1b", the_list, WORKING_S)
        return taken_s

    return act


# What is looked at


def the_lines(screen: pyte.Screen) -> Region:
    """The lines of the list, and on which of them the cursor is."""
    return region(screen, 2, LIST_COLUMNS - 2, 2, LINES - 2)


def the_list(screen: pyte.Screen) -> Region:
    """The same with the filter and with the frame, whose edges tell counts and order."""
    return region(screen, 0, LIST_COLUMNS, 1, LINES - 1)


def what_is_in_sight(screen: pyte.Screen) -> Region:
    """The filter and the lines, without counts of groups and scrollbar, which still grow when the lines stand."""
    lines = (screen.display[line][2 : LIST_COLUMNS - 3] for line in range(FILTER_LINE, LINES - 2))
    return tuple((_COUNT.sub("", line), "") for line in lines)


def the_filter_line(screen: pyte.Screen) -> Region:
    """What is typed."""
    return region(screen, 2, LIST_COLUMNS - 2, FILTER_LINE, FILTER_LINE + 1)


def shows_a_row(screen: pyte.Screen) -> bool:
    """Whether the list shows a recording."""
    return any(_ROW.search(line[:LIST_COLUMNS]) for line in screen.display)


def is_read(screen: pyte.Screen) -> bool:
    """Whether every row is read."""
    return "live ●" in screen.display[0]


# Running and telling


def recview(tree: Path) -> list[str]:
    """The command that opens a tree."""
    return [sys.executable, "-m", "recview", str(tree)]


@contextmanager
def running(command: list[str], cache: Path) -> Iterator[Program]:
    """A program that knows nothing of the person's own configuration, and that may keep its bytecode."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("RECVIEW_", "TEXTUAL"))}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environ |= {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "RECVIEW_CACHE_DIR": str(cache),
        "XDG_CONFIG_HOME": str(cache / "configuration"),
        "XDG_STATE_HOME": str(cache / "state"),
        "PYTHONPATH": os.pathsep.join(map(os.path.abspath, filter(None, sys.path[1:]))),
    }
    program = Program(command, environ)
    try:
        yield program
    finally:
        program.close()


def tell(name: str, few_s: list[float], many_s: list[float], budget: str = "") -> None:
    """Median and worst of both, and how the medians compare."""
    few, many = (f"{statistics.median(times) * 1000:8.0f} {max(times) * 1000:8.0f}" for times in (few_s, many_s))
    ratio = statistics.median(many_s) / statistics.median(few_s)
    print(f"{name:44}{few:>20}{many:>20}{ratio:>8.2f}{budget:>8}", flush=True)


if __name__ == "__main__":
    main()
