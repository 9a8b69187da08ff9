"""Which recording carries a tool's result: reads requests, off the event loop. Knows no widget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recview.model.message import ToolResultPart
from recview.model.recording import Unreadable
from recview.store.reading import load


@dataclass(frozen=True, slots=True)
class FoundResult:
    """Where a tool's result stands."""

    path: str
    """The file whose request carries it."""
    part: ToolResultPart


def find_tool_result(paths: Iterable[str], call_id: str | None, name: str | None) -> FoundResult | None:
    """The result of a call, told by its id, in the first of some files whose request carries it.

    Where the wire gives calls no ids, the tool's name tells it.
    """
    for path in paths:
        for loaded in load(path):
            if isinstance(loaded, Unreadable):
                continue
            messages = loaded.messages
            parts = (part for message in messages for part in message.parts)
            for part in parts:
                if isinstance(part, ToolResultPart) and _answers(part, call_id, name):
                    return FoundResult(path, part)
    return None


def _answers(part: ToolResultPart, call_id: str | None, name: str | None) -> bool:
    if call_id is not None and part.call_id is not None:
        return part.call_id == call_id
    return name is not None and part.name == name
