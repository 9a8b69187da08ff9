"""The list of chunks: a line says what came, and no more than it must of where it went."""

from __future__ import annotations

import pytest
from interface import filter_to, interface, settled, shown

from recview.samples import recordings_path
from recview.ui.widgets.chunk_list import brief


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("tool_calls[1].arguments", "⚙1"),
        ("tool_calls[12]", "⚙12"),
        ("choices[2]", "[2]"),
        ("signal", ""),
        ("reasoning", "reasoning"),
    ],
)
def test_where_it_went_is_told_in_few_cells(label: str, said: str) -> None:
    assert brief(label) == said


async def test_fragments_of_a_tool_call_can_be_read_beside_the_chunk() -> None:
    async with interface(recordings_path()) as pilot:
        await filter_to(pilot, "test:parallel_weather")
        await pilot.press("c")
        await settled(pilot)
        assert "⚙0 +'city\": \"Osl'" in shown(pilot)


async def test_choices_can_be_told_apart_beside_the_chunk() -> None:
    async with interface(recordings_path()) as pilot:
        await filter_to(pilot, "test:three_haiku")
        await pilot.press("c", "5")
        await settled(pilot)
        assert '[1] +"' in shown(pilot)
