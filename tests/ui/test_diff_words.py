"""What the pane of a diff says of it in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from factories import make_chat_stream, make_document, write_recording

from recview.analysis.jsondiff import diff
from recview.ui.comparison import Comparison, Part, Source, compare
from recview.ui.renderables.diff_words import place_words, same_note, shown_changes

NOISE = ({"id": "call_aaaaaaaaaaaaaaaaaaaaaaaa"}, {"id": "call_bbbbbbbbbbbbbbbbbbbbbbbb"})


@pytest.fixture
def compared(tmp_path: Any) -> Any:
    """Compares a recording of `Hi` with one whose request or answer is another."""

    def compare_with(new_answer: str = "Hi", **changed: Any) -> Comparison:
        body = {"model": "m", "messages": [], "stream": True}
        for name, answer, request in (("old", "Hi", body), ("new", new_answer, body | changed)):
            document = make_document(make_chat_stream([answer]), request_body=request)
            write_recording(tmp_path / "recordings" / f"{name}.json", document)
        paths = [str(tmp_path / "recordings" / f"{name}.json") for name in ("old", "new")]
        result = compare(Source(paths[0]), Source(paths[1]))
        assert isinstance(result, Comparison)
        return result

    return compare_with


def test_what_is_the_same_says_so(compared: Any) -> None:
    assert same_note(compared(), "both", key_for_noise="i") == "The requests are the same, and so are the responses."
    assert same_note(compared("Ho"), "request", key_for_noise="i") == "The requests are the same."
    assert same_note(compared(temperature=1), "response", key_for_noise="i") == "The responses are the same."


@pytest.mark.parametrize(("part", "what"), [("request", "requests"), ("both", "requests and responses")])
def test_noise_is_counted_and_the_key_named_where_there_is_one(compared: Any, part: Part, what: str) -> None:
    noisy = diff(*NOISE)
    told = replace(compared(), request=noisy, both=noisy)
    assert same_note(told, part, key_for_noise="i") == f"The {what} are the same but for noise (1; i shows it)."
    assert same_note(told, part, key_for_noise="") == f"The {what} are the same but for noise (1)."


def test_a_change_is_told_by_its_path_and_its_number_among_those_that_are_shown() -> None:
    both = diff({**NOISE[0], "a": 1, "b": 1}, {**NOISE[1], "a": 2, "b": 2})
    shown, every = shown_changes(both, noise_hidden=True), shown_changes(both, noise_hidden=False)
    assert [each.path for _, each in shown] == ["/a", "/b"]
    assert [place_words(shown, at) for at, _ in shown] == ["/a · 1/2", "/b · 2/2"]
    assert place_words(every, shown[0][0]) == "/a · 2/3"


def test_off_all_changes_they_are_counted() -> None:
    both = diff({**NOISE[0], "a": 1}, {**NOISE[1], "a": 2})
    shown = shown_changes(both, noise_hidden=True)
    hidden = next(at for at, each in enumerate(both.changes) if each.noise)
    assert place_words(shown, None) == place_words(shown, hidden) == "1 change"
    assert place_words(shown_changes(both, noise_hidden=False), None) == "2 changes"
    assert place_words([], None) == ""
    assert place_words(shown_changes(diff(1, 2), noise_hidden=True), 0) == "(the whole) · 1/1"
