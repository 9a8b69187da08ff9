"""Nothing that a recording holds speaks to the terminal or to a markup parser, wherever it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories import make_chat_chunk, make_document, write_recording
from interface import browse, interface, settled, shown

from recview.ui.panels.registry import PANELS
from recview.ui.screens.compare import CompareScreen
from recview.wire.terminal import UNSAFE

HOSTILE = "[/foo][@click=app.quit]x[/] \x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202eevil\u200b\x00\x7f\ud800"


def hostile_document(text: str) -> dict[str, Any]:
    """A recording that says `text` wherever it may say anything."""
    call = {"index": 0, "id": text, "type": "function", "function": {"name": text, "arguments": text}}
    chunks = [
        make_chat_chunk(content=text),
        make_chat_chunk(reasoning_content=text, refusal=text, tool_calls=[call], role=text),
        make_chat_chunk(content=text, finish_reason=text),
    ]
    body = {"model": text, text: text, "messages": [{"role": text, "content": text}], "stream": True}
    document = make_document(chunks, test_id=f"tests/{text}.py::test_{text}[{text}]", request_body=body)
    document["request"].update(model=text, url=f"http://{text}/v1", headers={text: text, "Authorization": text})
    return document


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A tree of two hostile recordings and one that cannot be read."""
    for name, text in (("aa", HOSTILE), ("bb", HOSTILE + " and more")):
        write_recording(tmp_path / "recordings" / f"{name}.json", hostile_document(text))
    (tmp_path / "recordings" / "cc[bold].json").write_bytes(b'{"request": {"\x1b[2J": nonsense')
    return tmp_path


def harmless(text: str) -> bool:
    return UNSAFE.search(text.replace("\n", "")) is None


async def test_every_panel_shows_hostile_text_harmlessly(hostile: Path) -> None:
    async with interface(hostile, size=(160, 48)) as pilot:
        assert harmless(shown(pilot))
        seen = 0
        for _ in range(3):
            await pilot.press("n")
            await settled(pilot)
            for _ in PANELS:
                text = shown(pilot)
                seen += text.count("␛")
                assert harmless(text), browse(pilot).detail.active_panel
                await pilot.press("greater_than_sign", "9")
        assert seen > 20, "the hostile text is not on the screen at all"


async def test_comparing_and_relatives_show_it_harmlessly(hostile: Path) -> None:
    async with interface(hostile, size=(160, 48)) as pilot:
        await pilot.press("g", "n", "m", "n", "m", "d")
        await settled(pilot)
        assert isinstance(pilot.app.screen, CompareScreen)
        assert harmless(shown(pilot))
        await pilot.press("p")
        assert harmless(shown(pilot))
        await pilot.press("q", "v")
        await settled(pilot)
        assert harmless(shown(pilot))


async def test_what_is_copied_is_harmless_too(hostile: Path) -> None:
    async with interface(hostile) as pilot:
        await pilot.press("g", "n")
        await settled(pilot)
        for what in ("p", "v", "j", "c"):
            await pilot.press("y", what)
            await pilot.pause()
            assert harmless(pilot.app.clipboard.replace("\t", ""))
