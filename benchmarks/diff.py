"""What a request diff costs beside `git diff --no-index` of the same two bodies pretty-printed, taken in turn.

Prints the ratio, how many changes are reported for the edits made, and what rows for a viewer cost; then the peak
memory of texts made to be hard to align. Run it: python benchmarks/diff.py
"""

from __future__ import annotations

import copy
import json
import random
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from recview.analysis.jsondiff import diff, diff_words, rows

ROUNDS = 9
SIZES = (10_000, 100_000, 1_000_000)
TOKENS = 100_000


class Texts:
    """Words as unequally frequent as in a language, the same in every run."""

    def __init__(self) -> None:
        self._chance = random.Random(11)
        letters = "abcdefghijklmnopqrstuvwxyz"
        self._words = ["".join(self._chance.choices(letters, k=2 + rank % 9)) for rank in range(5_000)]

    def text(self, length: int) -> str:
        ranks = (min(4_999, int(self._chance.expovariate(1 / 500))) for _ in range(length))
        return " ".join(self._words[rank] for rank in ranks)

    def body(self, size_bytes: int) -> dict[str, Any]:
        """A request of about that size: a conversation with tool calls, eight tools."""
        messages: list[dict[str, Any]] = []
        size = 0
        while size < size_bytes:
            messages.append(self._message(len(messages)))
            size += len(json.dumps(messages[-1]))
        tools = [
            {"type": "function", "function": {"name": f"tool_{n}", "description": self.text(20), "parameters": {}}}
            for n in range(8)
        ]
        return {"model": "gpt-4o", "messages": messages, "tools": tools, "stream": True, "temperature": 0.7}

    def _message(self, number: int) -> dict[str, Any]:
        role = ("user", "assistant", "tool")[number % 3]
        message: dict[str, Any] = {"role": role, "content": self.text(self._chance.randrange(60, 240))}
        if role == "assistant":
            function = {"name": "tool_1", "arguments": json.dumps({"query": self.text(5)})}
            message["tool_calls"] = [{"id": f"call_{number:024}", "type": "function", "function": function}]
        elif role == "tool":
            message["tool_call_id"] = f"call_{number - 1:024}"
        return message


def few_edits(body: dict[str, Any]) -> int:
    """A key more, a word changed in two messages."""
    body["stream_options"] = {"include_usage": True}
    for share in (3, 2):
        _edit(body["messages"][len(body["messages"]) // share])
    return 3


def every_message(body: dict[str, Any]) -> int:
    """A word changed in every message."""
    for message in body["messages"]:
        _edit(message)
    return len(body["messages"])


def one_in_front(body: dict[str, Any]) -> int:
    """A message put in front."""
    body["messages"].insert(0, {"role": "system", "content": "Answer in one sentence."})
    return 1


def _edit(message: dict[str, Any]) -> None:
    words = message["content"].split(" ")
    words[len(words) // 3] = "EDITED"
    message["content"] = " ".join(words)


def compare(name: str, old: Any, new: Any, edits: int, folder: Path) -> None:
    """One line: seconds of git, ratio of the engine, of the engine with rows for a viewer."""
    files = (folder / "old.json", folder / "new.json")
    for file, body in zip(files, (old, new), strict=True):
        file.write_text(json.dumps(body, indent=2, ensure_ascii=False))
    git = ["git", "diff", "--no-index", "--no-color", *map(str, files)]
    spent: dict[str, list[float]] = {"git": [], "diff": [], "rows": []}
    for _ in range(ROUNDS):
        spent["git"].append(_timed(lambda: subprocess.run(git, stdout=subprocess.DEVNULL, check=False)))
        spent["diff"].append(_timed(lambda: diff(old, new)))
        spent["rows"].append(_timed(lambda: rows(diff(old, new))))
    median = {what: statistics.median(times) for what, times in spent.items()}
    changes = len(diff(old, new).changes)
    print(
        f"{name:34} git {median['git'] * 1e3:6.1f} ms   diff {median['diff'] / median['git']:5.2f} ×   "
        f"with rows {median['rows'] / median['git']:5.2f} ×   {changes:,} changes of {edits:,} edits"
    )


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def hard_texts() -> dict[str, tuple[str, str]]:
    """Pairs of texts of 100,000 tokens a side, blanks counted, that share nearly everything or nothing in order."""
    chance = random.Random(13)
    words = [str(number) for number in range(TOKENS // 2)]
    edited = [f"edit{number % 5}" if number % 7 == 0 else word for number, word in enumerate(words)]
    repeated = [f"w{chance.randrange(3_000)}" for _ in words]
    two_words = [" ".join(chance.choices("ab", k=len(words))) for _ in range(2)]
    return {
        "two words, at random": (two_words[0], two_words[1]),
        "3,000 words, at random": (" ".join(repeated), " ".join(chance.sample(repeated, len(repeated)))),
        "all words different, turned round": (" ".join(words), " ".join(reversed(words))),
        "every seventh word changed": (" ".join(words), " ".join(edited)),
    }


def measure_hard(pair: tuple[str, str]) -> tuple[float, int, bool]:
    """Seconds, bytes of memory above what was there before, and whether it was said to be too large."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    words = diff_words(*pair)
    spent = time.perf_counter() - start
    return spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024, words.too_large


def main() -> None:
    """Prints everything; nothing is judged."""
    texts = Texts()
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            old = texts.body(size)
            for edit in (few_edits, every_message, one_in_front):
                new = copy.deepcopy(old)
                name = f"{size // 1000:5,} kB, {edit.__name__.replace('_', ' ')}"
                compare(name, old, new, edit(new), Path(folder))
    print(f"\n{TOKENS:,} tokens a side")
    for name, pair in hard_texts().items():
        with get_context("spawn").Pool(1) as pool:  # a process of its own: peaks do not add up
            seconds, memory_bytes, too_large = pool.apply(measure_hard, (pair,))
        said = "   too large to align" if too_large else ""
        print(f"{name:34} {seconds:5.2f} s   {memory_bytes / 1e6:4.0f} MB{said}")


if __name__ == "__main__":
    main()
