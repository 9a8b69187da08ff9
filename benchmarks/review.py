"""What a review of two revisions costs against `git diff --shortstat` of them: 3,000 recordings, 1,066 blobs changed.

Each repository is made in a temporary folder and removed. Run it: python benchmarks/review.py
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

COUNT = 3_000
CHANGED = 1_066
ROUNDS = 5
WORDS = [
    f"{a}{b}" for a in ("ba", "de", "fi", "go", "lu", "mar", "nes") for b in ("pol", "ran", "sta", "tor", "ves", "x")
]


class Recorder:
    """Writes chat streams of the usual size: about twenty chunks, a dozen kilobytes, a few of them far longer."""

    def __init__(self, root: Path) -> None:
        self.random = random.Random(1)
        self.root = root

    def text(self, words: int) -> str:
        return " ".join(self.random.choices(WORDS, k=words))

    def write(self, at: int, prompt: str, usage: bool, name: str | None = None) -> tuple[str, str]:
        """Writes a recording; returns its name and its prompt."""
        name = name or f"{self.random.getrandbits(256):064x}"
        body = {"model": "m-1", "messages": [{"role": "user", "content": prompt}], "stream": True}
        if usage:
            body["stream_options"] = {"include_usage": True}
        document = {
            "test_id": f"tests/suite{at % 20}/test_file_{at % 100}.py::test_case_{at // 3}[client-{at // 3}]",
            "request": {
                "method": "POST",
                "url": "https://api.example.com/v1/chat/completions",
                "headers": {},
                "body": body,
                "endpoint": "/v1/chat/completions",
                "model": "m-1",
            },
            "response": {"body": [self.chunk() for _ in range(self.length())], "is_streaming": True},
            "id_normalization_mapping": {},
        }
        folder = self.root / "tests" / f"suite{at % 20}" / "recordings"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(document, indent=2) + "\n")
        return name, prompt

    def length(self) -> int:
        return self.random.choice((5, 12, 19, 19, 25, 40)) if self.random.random() < 0.98 else 1_000

    def chunk(self) -> object:
        data = {
            "id": "rec-0123456789ab",
            "choices": [
                {
                    "delta": {
                        "content": self.text(1),
                        "function_call": None,
                        "refusal": None,
                        "role": None,
                        "tool_calls": None,
                    },
                    "finish_reason": None,
                    "index": 0,
                    "logprobs": None,
                }
            ],
            "created": 0,
            "model": "m-1",
            "object": "chat.completion.chunk",
            "service_tier": "default",
            "system_fingerprint": f"fp_{self.random.getrandbits(40):010x}",
            "usage": None,
            "obfuscation": f"{self.random.getrandbits(64):016x}",
        }
        return {"__type__": "openai.types.chat.chat_completion_chunk.ChatCompletionChunk", "__data__": data}


def make_repository(root: Path, added: int, rewritten: int) -> None:
    """Two commits: all recordings, then some recorded anew with a key more and some rewritten in place."""
    git(root, "init", "-q")
    recorder = Recorder(root)
    written = [recorder.write(at, recorder.text(40), usage=False) for at in range(COUNT)]
    commit(root)
    for at in range(added):
        recorder.write(at, written[at][1], usage=True)
    for at in range(added, added + rewritten):
        recorder.write(at, written[at][1], usage=False, name=written[at][0])
    commit(root)
    git(root, "gc", "-q")


def git(root: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0")
    subprocess.run(["git", "-C", str(root), *settings, *arguments], check=True, stdout=subprocess.DEVNULL)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "record")


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def measure(added: int, rewritten: int) -> None:
    """Prints the ratio of the medians, taken in turn."""
    with tempfile.TemporaryDirectory(prefix="recview-review-") as folder:
        root = Path(folder)
        make_repository(root, added, rewritten)
        review = [sys.executable, "-m", "recview", "review", "HEAD~1..HEAD", "-C", folder]
        expected = f"{added + rewritten:,} pairs · {COUNT - rewritten:,} identical"

        def run_review() -> None:
            # A crash ends with 1 too, and is fast: only a review that found everything is worth a number.
            done = subprocess.run(review, capture_output=True, check=False, text=True)
            assert done.returncode == 1, done.stderr
            assert done.stdout.startswith(expected), done.stdout[:200] + done.stderr

        reviews, floors = [], []
        for _ in range(ROUNDS):
            reviews.append(seconds(run_review))
            floors.append(seconds(lambda: git(root, "diff", "--shortstat", "HEAD~1..HEAD")))
        spent, floor = statistics.median(reviews), statistics.median(floors)
        print(
            f"{COUNT:,} recordings, {added:,} added, {rewritten:,} rewritten: {spent:.2f} s, "
            f"git diff --shortstat {floor:.2f} s, ratio {spent / floor:.2f} (budget 3)"
        )


def main() -> None:
    """Measures both kinds of re-record: in place, and under new names beside the old ones."""
    for added in (0, CHANGED // 2, CHANGED):
        measure(added, CHANGED - added)


if __name__ == "__main__":
    main()
