"""A small re-record for tests of the review screen: two trees in which one key was added, and what came of it."""

from __future__ import annotations

from pathlib import Path

from rerecords import chat, write_tree

from recview.model.recording import Recording

TESTS = [f"tests/test_a.py::test_one[{name}]" for name in ("mars", "venus", "earth", "pluto")]
USAGE = {"include_usage": True}


def old_recordings() -> list[Recording]:
    """Four tests, one of them with a second call; and one recording that nobody makes any more."""
    calls = [chat(f"Which planet is {test}?", answer="The answer is there.", test_id=test) for test in TESTS]
    calls.append(
        chat(
            f"Which planet is {TESTS[3]}?", "The answer is there.", "And how large is it, roughly?",
            answer="Large.", test_id=TESTS[3],
        )
    )  # fmt: skip
    return [*calls, chat("Forgotten.", test_id="tests/test_b.py::test_gone")]


def new_recordings() -> list[Recording]:
    """The same with `stream_options`; the last test answers otherwise, so its second call's request differs too."""
    answers = ["The answer is there."] * 3 + ["Quite another answer now."]
    calls = [
        chat(f"Which planet is {test}?", answer=answer, test_id=test, stream_options=USAGE)
        for test, answer in zip(TESTS, answers, strict=True)
    ]
    calls.append(
        chat(
            f"Which planet is {TESTS[3]}?", "Quite another answer now.", "And how large is it, roughly?",
            answer="Large.", test_id=TESTS[3], stream_options=USAGE,
        )
    )  # fmt: skip
    return [*calls, chat("Something new altogether.", test_id="tests/test_c.py::test_new")]


def write_sides(root: Path) -> tuple[Path, Path]:
    """Both trees below a folder."""
    write_tree(root / "old", old_recordings())
    write_tree(root / "new", new_recordings())
    return root / "old", root / "new"
