"""Which recording carries a tool's result: reads requests, off the event loop. Knows no widget."""

from __future__ import annotations

from collections.abc import Iterable

from recview.model.message import ToolResultPart
from recview.model.recording import Unreadable
from recview.store.reading import load


def find_tool_result(paths: Iterable[str], call_id: str | None, name: str | None) -> str | None:
    """The first of some files whose request carries the result of a call, told by its id.

    Where the wire gives calls no ids, the tool's name tells it.
    """
    for path in paths:
        for loaded in load(path):
            if isinstance(loaded, Unreadable):
                continue
            messages = loaded.dialect.messages(loaded.recording.request.body)
            parts = (part for message in messages for part in message.parts)
            if any(isinstance(part, ToolResultPart) and _answers(part, call_id, name) for part in parts):
                return path
    return None


def _answers(part: ToolResultPart, call_id: str | None, name: str | None) -> bool:
    if call_id is not None and part.call_id is not None:
        return part.call_id == call_id
    return name is not None and part.name == name
