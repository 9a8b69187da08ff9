"""The help tells the whole filter language, by examples that are right."""

from __future__ import annotations

import re

import pytest
from interface import interface, settled, shown

from recview.analysis.query import parse
from recview.analysis.query_keys import FEATURES, KEYS
from recview.samples import recordings_path
from recview.ui.screens.help import FILTER_WORDS


def test_every_key_and_feature_is_among_the_words() -> None:
    told = "\n".join(f"{example} {meaning}" for example, _, meaning in FILTER_WORDS)
    assert all(f"{key}:" in told for key in KEYS)
    assert all(feature in told for feature in FEATURES)


@pytest.mark.parametrize("example", [example for example, _, _ in FILTER_WORDS if not example.endswith(":")])
def test_every_example_is_a_filter(example: str) -> None:
    assert not parse(example).is_empty


async def test_the_words_stand_in_the_help() -> None:
    async with interface(recordings_path(), size=(80, 50)) as pilot:
        await pilot.press("question_mark")
        await settled(pilot)
        await pilot.press("G")
        await settled(pilot)
        assert "Words of a filter" in shown(pilot)
        assert re.search(r'"two words" +the phrase as it stands', shown(pilot))
