"""What a command costs before it does anything, as ratios with Python itself and with the libraries it cannot do
without, measured in turns. Prints, and judges nothing.

    python benchmarks/startup.py
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial

from index import in_turns, run, tell

from recview.samples import recordings_path

ROUNDS = 25


def main() -> None:
    """Measures whole processes; the first run of each, which may have to write bytecode, does not count."""
    one = str(next(recordings_path().rglob("*.json")))
    with tempfile.TemporaryDirectory(prefix="recview-benchmark-") as empty:
        programs = {
            "bare": ["-c", "pass"],
            "libraries": ["-c", "import click, orjson"],
            "version": ["-m", "recview", "--version"],
            "ls": ["-m", "recview", "ls", "--json", "--no-cache", empty],
            "show": ["-m", "recview", "show", "--json", one],
        }
        runs: dict[str, Callable[[], object]] = {
            name: partial(run, [sys.executable, *arguments]) for name, arguments in programs.items()
        }
        for warm_up in runs.values():
            warm_up()
        times = in_turns(runs, ROUNDS)
    print(f"python {times['bare'] * 1000:.0f} ms, with click and orjson {times['libraries'] * 1000:.0f} ms")
    tell("recview --version / python", times["version"] / times["bare"], 2.5)
    tell("recview ls --json of nothing / click and orjson", times["ls"] / times["libraries"], 1.5)
    tell("recview show --json of one / click and orjson", times["show"] / times["libraries"], 2)


if __name__ == "__main__":
    main()
