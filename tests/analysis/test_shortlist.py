"""The shortlist holds the call that is looked for, also among those that share all its rare words."""

from __future__ import annotations

import random

import pytest
from rerecord_truth import Generator
from rerecords import as_recording, chat_document

from recview.analysis.likeness import Call, Vocabulary
from recview.analysis.shortlist import Shortlist


@pytest.mark.parametrize("seed", range(3))
def test_the_calls_of_a_long_conversation_are_told_apart(seed: int) -> None:
    """Each has every rare word of those before it; only how far it has come is its own."""
    vocabulary = Vocabulary()
    bodies = [asked.body for asked in Generator(seed).conversation("", 24, tools=False)]
    random.Random(seed).shuffle(bodies)
    shortlist = Shortlist([Call(as_recording(chat_document(body)), vocabulary) for body in bodies])
    for at, body in enumerate(bodies):
        asked = Call(as_recording(chat_document({**body, "seed": 1})), vocabulary)
        assert at in shortlist.closest(asked, 6)
