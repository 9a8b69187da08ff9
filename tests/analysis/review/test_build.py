"""How a review is put together: what stands apart as a knock-on, and what is told of a request beside its body."""

from __future__ import annotations

from rerecords import chat

from recview.analysis.pairing import Match, Pairing
from recview.analysis.review import Review, build_review
from recview.model.recording import Recording
from recview.store.reading import LoadedRecording

TEST = "tests/t.py::test_talk"


def review(*pairs: tuple[Recording, Recording]) -> Review:
    matches = tuple(Match(old, new, "test", 0.99) for old, new in pairs)
    return build_review(Pairing(matches, (), ()), lambda recording: LoadedRecording(recording).assembled)


def talk(answer: str, *more: str, **keys: bool) -> Recording:
    """The second call of a test: it carries the first one's answer on."""
    return chat("How are you today?", answer, *more, test_id=TEST, **keys)


FIRST = (
    chat("How are you today?", answer="I am quite fine.", test_id=TEST),
    chat("How are you today?", answer="I am rather tired.", test_id=TEST),
)


def test_a_request_that_only_carries_another_answer_on_is_a_knock_on() -> None:
    second = talk("I am quite fine.", "Why?"), talk("I am rather tired.", "Why?")
    first, follows = review(FIRST, second).pairs
    assert (first.is_knock_on, follows.is_knock_on) == (False, True)
    assert follows.edited == ()


def test_one_that_has_a_key_more_as_well_still_is() -> None:
    second = talk("I am quite fine.", "Why?"), talk("I am rather tired.", "Why?", parallel_tool_calls=True)
    follows = review(FIRST, second).pairs[1]
    assert follows.is_knock_on
    assert [change.path for change in follows.edited] == ["/parallel_tool_calls"]


def test_an_edit_among_what_is_carried_on_is_a_cause_of_its_own() -> None:
    second = talk("I am quite fine.", "Why?"), talk("I am rather tired.", "Since when, and why?")
    found = review(FIRST, second)
    edited = found.pairs[1]
    assert not edited.is_knock_on
    assert [change.path for change in edited.edited] == ["/messages/2/content"]
    assert len(edited.request.changes) == 2
    assert not any(signature.knock_on for signature in found.signatures)


def test_what_differs_beside_the_body_is_told_with_it() -> None:
    url = "https://other.example.com/v2/chat/completions"
    (pair,) = review((chat("Hi there", test_id=TEST), chat("Hi there", test_id=TEST, url=url, seed=1))).pairs
    assert [(edit.path, edit.new) for edit in pair.beside_body] == [("endpoint", "/v2/chat/completions")]
    assert [change.path for change in pair.edited] == ["/seed"]
    moved = chat("Hi there", test_id=TEST, url="https://other.example.com/v1/chat/completions")
    (pair,) = review((chat("Hi there", test_id=TEST), moved)).pairs
    assert [edit.path for edit in pair.beside_body] == ["url"]
