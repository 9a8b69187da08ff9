"""What pairing 500 recordings with 500 costs, and how many it gets right: spread over tests, and all in one block.

The floor is writing all bodies once as canonical JSON. Run it: python benchmarks/pairing.py
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from recview.analysis.pairing import pair

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))  # the generator is the tests' own

from rerecord_truth import Asked, Generator, Rerecord, rerecord

COUNT = 500
ROUNDS = 5


def spread(generator: Generator) -> list[Asked]:
    """Conversations of many tests, with long system prompts."""
    calls = generator.tests(COUNT)[:COUNT]
    prompt = generator.text(300)
    return [replace(asked, body={**asked.body, "instructions": prompt}) for asked in calls]


def one_block(generator: Generator) -> list[Asked]:
    """Calls of one test and endpoint, a few hundred words each."""
    shared = generator.text(300)
    return [
        Asked("tests/test_a.py::test_one[x]", {"model": "m-1", "messages": [{"role": "user", "content": text}]})
        for text in (f"{shared} {generator.text(60)}" for _ in range(COUNT))
    ]


def edited(generator: Generator) -> Callable[[Asked], Asked]:
    """New ids, some words changed, and a key more."""

    def change(asked: Asked) -> Asked:
        body = generator.new_ids(generator.reworded(asked.body, 0.1))
        assert isinstance(body, dict)
        return replace(asked, body={**body, "stream_options": {"include_usage": True}})

    return change


def measure(made: Rerecord) -> tuple[float, float, int]:
    """Median seconds of pairing and of the floor, taken in turn; and how many pairs are right."""
    spent: list[float] = []
    floors: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        pairing = pair(made.old, made.new, made.standing)
        spent.append(time.perf_counter() - start)
        start = time.perf_counter()
        for recording in (*made.old, *made.new):
            json.dumps(recording.request.body, sort_keys=True, ensure_ascii=False)
        floors.append(time.perf_counter() - start)
    right = sum(made.truth[match.new.path] == match.old.path for match in pairing.matches)
    return statistics.median(spent), statistics.median(floors), right


def main() -> None:
    """Prints one line a case."""
    for name, calls_of, budget in (("spread over tests", spread, "1.5 s"), ("all in one block", one_block, "2 s")):
        generator = Generator(7)
        made = rerecord(generator, calls_of(generator), edited(generator), keep_old=True)
        seconds, floor, right = measure(made)
        print(
            f"{len(made.new)} × {len(made.old)} {name:18} {seconds:5.2f} s (budget {budget}), "
            f"{seconds / floor:5.1f} × writing the bodies, {right / len(made.new):.1%} right (budget 95 %)"
        )


if __name__ == "__main__":
    main()
