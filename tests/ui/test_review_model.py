"""The review as a tree, its filter and its decisions, without a screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rerecords import as_recording, chat_body, chat_document, write_tree
from reviews import write_sides

from recview.errors import FilterError, RecviewError
from recview.model.judgement import Judgement
from recview.store.ledger import Ledger
from recview.ui.distinct_names import distinct_names
from recview.ui.review_filter import parse_review_filter
from recview.ui.review_loading import LedgerWriter, LoadedReview, ReviewRequest, compare_item, load_review
from recview.ui.review_state import ReviewState


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECVIEW_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def loaded(tmp_path: Path) -> LoadedReview:
    old, new = write_sides(tmp_path)
    return load_review(ReviewRequest(str(old), str(new)), lambda text: None)


@pytest.fixture
def state(loaded: LoadedReview) -> ReviewState:
    return loaded.state


def titles(state: ReviewState) -> list[str]:
    return [f"{line.group.kind} {len(line.group.items)}" for line in state.lines if line.is_heading]


def filter_to(state: ReviewState, text: str) -> None:
    wanted = parse_review_filter(text)
    state.filter_by(wanted, state.matching(wanted))


def test_groups_come_largest_first_with_outliers_apart_and_knock_ons_below(state: ReviewState) -> None:
    state.fold_all(False)
    assert titles(state) == ["signature 4", "alike 3", "apart 1", "knock-on 1", "new 1", "gone 1"]


def test_a_place_is_named_down_to_the_only_key(state: ReviewState) -> None:
    (place,) = state.model.groups[0].places
    assert (place.op, place.path) == ("add", "/stream_options/include_usage")


def test_says_how_far_reading_is(tmp_path: Path) -> None:
    old, new = write_sides(tmp_path)
    told: list[str] = []
    load_review(ReviewRequest(str(old), str(new)), told.append)
    assert "Reading and pairing: 6 old files, 6 new …" in told


def test_a_bad_revision_is_an_error_with_a_way_on(tmp_path: Path) -> None:
    with pytest.raises(RecviewError) as raised:
        load_review(ReviewRequest("no", "where", str(tmp_path)), lambda text: None)
    assert raised.value.hint


def test_a_decision_on_a_group_leaves_earlier_ones_alone_until_it_is_asked_again(state: ReviewState) -> None:
    group = state.model.groups[0]
    decisions = state.decisions
    decisions.decide([group.items[1]], "reject", group.items[1])
    decisions.decide(state.deciding_on(group), "accept", group.items[0])
    assert (decisions.tally("accept"), decisions.tally("reject")) == (3, 1)
    decisions.decide(state.deciding_on(group), "accept", group.items[0])
    assert (decisions.tally("accept"), decisions.tally("reject")) == (4, 0)


def test_undoing_gives_back_what_was_decided_before(state: ReviewState) -> None:
    decisions, item = state.decisions, state.model.items[1]
    decisions.decide([1], "reject", 1)
    decisions.decide([0, 1, 2], "accept", 0)
    changes, cursor = decisions.undo() or ({}, -1)
    assert decisions.of(item) == Judgement("reject")
    assert cursor == 0
    assert set(changes) == {state.model.items[at].key for at in (0, 1, 2)}
    assert decisions.undo() is not None
    assert decisions.undo() is None
    assert decisions.decided == 0


def test_a_note_stays_with_its_decision_and_skips_what_is_undecided(state: ReviewState) -> None:
    decisions, item = state.decisions, state.model.items[0]
    decisions.note(0, "look again")
    assert decisions.of(item) == Judgement("skip", "look again")
    decisions.decide([0], "accept", 0)
    assert decisions.of(item) == Judgement("accept", "look again")


def test_the_next_undecided_goes_round_the_end(state: ReviewState) -> None:
    count = len(state.model.items)
    state.decisions.decide([0, 1], "accept", 0)
    assert state.next_undecided(count - 1) == 2
    assert state.next_undecided(2, -1) == count - 1
    state.decisions.decide(range(count), "accept", 0)
    assert state.next_undecided(0) is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("text:changed", ["apart 1"]),
        ("is:new | is:gone", ["new 1", "gone 1"]),
        ("-is:pair", ["new 1", "gone 1"]),
        ("is:knock-on", ["knock-on 1"]),
        ("one[venus] -is:gone", ["alike 3"]),
        ("rejected", []),
    ],
)
def test_filters(state: ReviewState, text: str, kinds: list[str]) -> None:
    filter_to(state, text)
    with_items = [f"{line.group.kind} {len(line.group.items)}" for line in state.lines if line.item is not None]
    assert with_items == kinds


def test_words_are_looked_for_in_notes_too(state: ReviewState) -> None:
    state.decisions.note(1, "Ask about the Rings")
    filter_to(state, '"the rings"')
    assert [line.item for line in state.lines if line.item is not None] == [1]
    filter_to(state, "-rings")
    assert 1 not in [line.item for line in state.lines]


def test_what_is_decided_leaves_a_list_of_the_undecided(state: ReviewState) -> None:
    filter_to(state, "undecided")
    before = state.shown_count
    state.decisions_changed(state.decisions.decide([0], "accept", 0))
    assert state.shown_count == before - 1
    assert state.position(0) is None
    undone = state.decisions.undo()
    assert undone is not None
    state.decisions_changed(undone[0])
    assert state.position(0) is not None
    state.show_all()
    assert state.shown_count == len(state.model.items)


@pytest.mark.parametrize("text", ["text:purple", "colour:red", "is:nice"])
def test_a_bad_filter_is_said_to_be_bad(text: str) -> None:
    with pytest.raises(FilterError):
        parse_review_filter(text)


def test_revealing_opens_the_groups_around(state: ReviewState) -> None:
    state.fold_all(True)
    for at in range(len(state.model.items)):
        line = state.reveal(at)
        assert line is not None
        assert state.lines[line].item == at


def test_an_item_with_one_side_is_compared_with_nothing(state: ReviewState) -> None:
    new, gone = (next(item for item in state.model.items if item.kind == kind) for kind in ("new", "gone"))
    added, removed = compare_item(new), compare_item(gone)
    assert added is not None
    assert removed is not None
    assert {change.op for change in added.request.changes} == {"add"}
    assert {change.op for change in removed.request.changes} == {"remove"}


def test_decisions_are_there_again_when_the_review_is_opened_anew(tmp_path: Path, loaded: LoadedReview) -> None:
    decisions = loaded.state.decisions
    loaded.writer.collect(decisions.decide([0, 1], "reject", 0))
    loaded.writer.collect(decisions.note(0, "no"))
    loaded.writer.write()
    again = load_review(ReviewRequest(str(tmp_path / "old"), str(tmp_path / "new")), lambda text: None).state
    assert again.decisions.of(again.model.items[0]) == Judgement("reject", "no")
    assert again.decisions.tally("reject") == 2


def test_what_could_not_be_written_goes_on_waiting(state_folder: Path) -> None:
    ledger = Ledger()
    writer = LedgerWriter(ledger)
    writer.collect({"k": Judgement("accept")})
    state_folder.write_text("a file where the folder should be")
    with pytest.raises(RecviewError):
        writer.write()
    state_folder.unlink()
    writer.write()
    assert Ledger().get("k") == Judgement("accept")


def test_tests_that_stand_under_each_other_are_told_apart_by_what_differs() -> None:
    ids = [f"t.py::test_list[{client}-txt=ollama/llama3.2]" for client in ("openai_client", "client_with_models")]
    names = distinct_names([*ids, "t.py::test_alone[txt=a]", "t.py::test_plain"])
    assert [name for name, _ in names] == [
        "list[openai_client…]", "list[client_with_models…]", "alone[txt=a]", "plain",
    ]  # fmt: skip
    assert [brief for _, brief in names][2:] == ["alone[…]", "plain"]


def test_where_only_bookkeeping_differs_its_fields_are_named(tmp_path: Path) -> None:
    same = chat_document(chat_body("Hello."))
    other = json.loads(json.dumps(same).replace("rec-x", "rec-y"))
    write_tree(tmp_path / "old", [as_recording(same)])
    write_tree(tmp_path / "new", [as_recording(other)])
    state = load_review(ReviewRequest(str(tmp_path / "old"), str(tmp_path / "new")), lambda text: None).state
    compared = compare_item(state.model.items[0])
    assert compared is not None
    assert compared.bookkeeping
