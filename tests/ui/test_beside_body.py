"""What is told of requests whose bodies are the same and which are not."""

from __future__ import annotations

import pytest
from rerecords import chat

from recview.analysis.comparison import Fact
from recview.analysis.jsondiff import diff
from recview.model.recording import Recording
from recview.ui.beside_body import beside_body, beside_words

HERE, THERE = (f"tests/test_a.py::test_one[{model}]" for model in ("txt=azure/x", "vis=azure/x"))
ELSEWHERE = "https://other.example.com/v1/chat/completions"


def found(old: Recording, new: Recording) -> tuple[Fact, ...]:
    return beside_body(old, new, diff(old.request.body, new.request.body))


def test_where_nothing_else_differs_it_is_the_test() -> None:
    old, new = chat("Hi", test_id=HERE), chat("Hi", test_id=THERE)
    assert found(old, new) == (Fact("test", "[txt=azure…]", "[vis=azure…]"),)
    assert found(old, chat("Ho", test_id=THERE)) == ()
    assert found(old, old) == ()


def test_where_it_was_sent_goes_before_the_test() -> None:
    (fact,) = found(chat("Hi", test_id=HERE), chat("Hi", test_id=THERE, url=ELSEWHERE))
    assert (fact.name, fact.new) == ("url", ELSEWHERE)


@pytest.mark.parametrize(
    ("facts", "alone", "said"),
    [
        ([Fact("test", "[a]", "[b]")], True, "Only the test differs: [a] → [b]."),
        ([Fact("url", "a", None)], False, "The url differs: a → none."),
        ([Fact("url", "a", "b"), Fact("method", "c", "d")], True, "Only this differs: url a → b, method c → d."),
        ([], True, ""),
    ],
)
def test_it_is_said_in_a_sentence(facts: list[Fact], alone: bool, said: str) -> None:
    assert beside_words(facts, alone=alone) == said
