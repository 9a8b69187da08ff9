"""Recorded data has any shape: hashing, pairing, signatures and reviews raise nothing, and lose no recording."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rerecords import as_recording, chat_document

from recview.analysis.assembled import Assembled
from recview.analysis.nearest import nearest
from recview.analysis.pairing import pair
from recview.analysis.request_hash import explain, feeds_hash
from recview.analysis.review import build_review
from recview.model.json_value import JSON
from recview.model.recording import Recording

_KEYS = st.sampled_from(
    ["messages", "input", "contents", "content", "role", "model", "extra_body", "project_id", "a/~b"]
)
_ANY_JSON: st.SearchStrategy[JSON] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
_TESTS = st.sampled_from([None, "", "tests/a.py::test_one[x]", "tests/a.py::test_one[y]", "b.py::test_two", "[["])


@st.composite
def _recordings(draw: st.DrawFn, side: str) -> list[Recording]:
    bodies = draw(st.lists(st.tuples(_ANY_JSON, _TESTS), max_size=6))
    return [
        as_recording(chat_document(body, test_id=test_id), f"{side}/{at}.json")
        for at, (body, test_id) in enumerate(bodies)
    ]


@settings(max_examples=60, deadline=None)
@given(_recordings("old"), _recordings("new"), st.booleans())
def test_every_recording_is_somewhere_once(old: list[Recording], new: list[Recording], standing: bool) -> None:
    paths = {recording.path for recording in old} if standing else set()
    pairing = pair(old, new, paths)
    placed = [match.new.path for match in pairing.matches] + [added.recording.path for added in pairing.added]
    assert sorted(placed) == sorted(recording.path for recording in new)
    partners = [match.old.path for match in pairing.matches if match.matched_by != "name"]
    assert len(partners) == len(set(partners))
    left = {recording.path for recording in pairing.left_over}
    assert left | {match.old.path for match in pairing.matches} == {recording.path for recording in old}
    assert all(0 < match.confidence <= 1 for match in pairing.matches)
    review = build_review(pairing, lambda _recording: Assembled(), standing={path: path for path in paths})
    assert sum(len(signature.pairs) for signature in review.signatures) == len(review.pairs)


@settings(max_examples=60, deadline=None)
@given(_recordings("any"))
def test_hashes_and_relatives_of_anything(recordings: list[Recording]) -> None:
    for recording in recordings:
        assert explain(recording).matches is None  # no such name is a hash
        assert feeds_hash(recording)("/messages/0/content")
        relatives = nearest(recording, recordings, limit=3)
        assert len(relatives) == min(3, len(recordings) - 1)
        assert all(0 <= relative.likeness <= 1 for relative in relatives)
