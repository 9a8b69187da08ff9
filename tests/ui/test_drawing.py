"""Recorded text as it is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recview.ui.drawing import (
    cut_call,
    cut_facts,
    cut_path,
    cut_test,
    differing,
    drawn_cells,
    from_to,
    short_hashes,
    short_test,
    visible,
    visible_lines,
)

PIECES = st.sampled_from([*"a 桜❤☎1👩🏽🇩é\t", "\ufe0f", "\u20e3", "\u200d", "\u0301", "\x1b"])


@given(st.lists(PIECES).map("".join), st.lists(PIECES).map("".join))
def test_a_text_is_as_wide_as_its_parts_wherever_it_is_cut(one: str, other: str) -> None:
    assert drawn_cells(one + other) == drawn_cells(one) + drawn_cells(other)


@pytest.mark.parametrize("draw", [visible, visible_lines])
def test_signs_are_drawn_as_signs_and_a_joiner_as_what_it_is(draw: object) -> None:
    assert callable(draw)
    assert draw("I ❤\ufe0f it") == "I ❤ it"
    assert draw("👩\u200d💻") == "👩‿💻"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/runs/a/before", "/runs/a/after", "/runs/a  before → after"),
        ("before", "after", "before → after"),
        ("/before", "/after", "/before → /after"),
        ("HEAD~1", "working tree", "HEAD~1 → working tree"),
        ("a/b", "a/b/c", "a  b → b/c"),
    ],
)
def test_folders_that_two_paths_share_are_said_once(old: str, new: str, said: str) -> None:
    assert from_to(old, new) == said


def test_a_name_survives_where_its_test_is_cut() -> None:
    call = "d058ce92a083 non_streaming_basic[client-gpt-4o-saturn]"
    assert cut_call(call, 60) == call
    assert cut_call(call, 40) == "d058ce92a083 …n_streaming_basic[…saturn]"
    assert cut_call(call, 14) == "d058ce92a083"


def test_tests_are_told_apart_by_both_ends_of_their_parameters_where_there_is_room() -> None:
    names = [
        f"chat_completion_non_streaming[{client}-txt=openai/gpt-4o-inference:chat_completion:non_streaming_{case}]"
        for client in ("openai_client", "client_with_models")
        for case in ("01", "02")
    ]
    assert len({cut_test(name, 44) for name in names}) == len(names)
    assert cut_test(names[1], 44) == "chat_completion_non_streaming[open…aming_02]"
    assert cut_test(names[1], 36) == "…t_completion_non_streaming[…ing_02]"


HASH = "4766d7f55e90" + "0b" * 26


@pytest.mark.parametrize("width", [13, 20, 30, 45, 100])
def test_a_path_keeps_the_digits_that_name_the_recording(width: int) -> None:
    cut = cut_path(f"tests/integration/responses/recordings/{HASH}.json", width)
    assert "4766d7f55e90" in cut
    assert len(cut) <= width


def test_a_path_without_a_hash_is_cut_in_the_middle() -> None:
    assert cut_path("a/recordings/models-0123456789-one.json", 20) == "a/reco…6789-one.json"


def test_paths_are_told_apart_by_where_they_part() -> None:
    assert differing("runs/old/a/x.json", "runs/new/a/x.json") == "old → new"
    assert differing("x.json", "x.json") == ""


def test_a_line_has_no_room_for_a_whole_hash() -> None:
    assert short_hashes(f"the current one gives {HASH}, not this") == "the current one gives 4766d7f55e90, not this"
    assert short_hashes("deadbeef and 4766d7f55e90ff") == "deadbeef and 4766d7f55e90ff"


def test_a_model_keeps_both_ends_beside_its_dialect() -> None:
    facts = "8f48307b3eb8 · publishers/google/models/gemini-2.5-flash · gemini.generate_content"
    assert cut_facts(facts, 60) == "8f48307b3eb8 · publis…ni-2.5-flash · gemini.generate_content"
    assert cut_facts(facts, 100) == facts
    assert cut_facts(facts, 33) == "8f48307b3eb8 · publi…ni-2.5-flash"
    assert cut_facts(facts, 20) == "8f48307b3eb8 · publ…"
    assert cut_facts("8f48307b3eb8 · gpt-4o · openai.chat", 27) == "8f48307b3eb8 · gpt-4o"


def test_what_stands_in_the_parameters_of_a_test_is_no_part_of_its_path() -> None:
    assert short_test("tests/t.py::TestIt::test_one[a]") == "one[a]"
    assert short_test("tests/t.py::test_grade[model-basic::subset_of]") == "grade[model-basic::subset_of]"
    assert short_test("test_alone") == "alone"
