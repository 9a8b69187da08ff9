"""Tests of one function that stand under each other never read the same where anything tells them apart."""

from __future__ import annotations

import pytest
from factories import make_row
from rich.cells import cell_len

from recview.analysis.grouping import Outline
from recview.ui import sibling_names
from recview.ui.drawing import cut_test
from recview.ui.sibling_names import NEIGHBOURS, SiblingNames, told_apart

MODEL = "ollama/llama3.2:3b-instruct-fp16"
CALLS = [
    f"openai_chat_completion_non_streaming[{client}-txt={model}-inference:chat_completion:non_streaming_{number}]"
    for client, model in (
        ("client_with_models", MODEL), ("openai_client", MODEL), ("openai_client", "vllm/Qwen/Qwen3-0.6B"),
    )
    for number in ("01", "02")
]  # fmt: skip


@pytest.mark.parametrize("width", [30, 36, 48, 60, 80, 200])
def test_what_tells_tests_apart_is_not_cut(width: int) -> None:
    names = told_apart(CALLS, width)
    assert len(set(names)) == len(CALLS)
    assert max(map(cell_len, names)) <= width


def test_what_both_ends_tell_apart_is_cut_as_ever() -> None:
    names = [f"planet[txt=openai/gpt-4o-some-long-words-in-between:{name}]" for name in ("saturn", "mars")]
    assert told_apart(names, 30) == [cut_test(name, 30) for name in names]


def test_where_there_is_no_room_they_are_cut_as_ever() -> None:
    assert told_apart(CALLS, 6) == [cut_test(name, 6) for name in CALLS]


def outline(calls: int) -> Outline:
    tests = [f"test_{name}[{at:06}-word-in-the-middle-{at % 2}]" for name in ("a", "b") for at in range(calls)]
    return Outline(make_row(path=f"r/{at}.json", root="r", test_id=f"f.py::{test}") for at, test in enumerate(tests))


def test_naming_a_test_looks_at_a_few_of_its_neighbours_only(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []

    def counting(names: list[str], width: int) -> list[str]:
        looked_at.append(len(names))
        return told_apart(names, width)

    monkeypatch.setattr(sibling_names, "told_apart", counting)
    made, names = outline(500), SiblingNames()
    tests = [group for group in made.groups if group.kind == "test"]
    shown = [names.name(made, group.key, 24) for group in tests]
    assert len(looked_at) == 2 * -(-500 // NEIGHBOURS)
    assert max(looked_at) == 3 * NEIGHBOURS
    for start in range(0, 500, NEIGHBOURS):
        assert len(set(shown[start : start + NEIGHBOURS])) == len(shown[start : start + NEIGHBOURS])


def test_other_rows_have_names_of_their_own() -> None:
    names = SiblingNames()
    for calls in (1, 3):
        made = outline(calls)
        assert names.name(made, made.groups[-1].key, 80) == made.groups[-1].label.removeprefix("test_")
