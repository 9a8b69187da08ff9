"""What half a JSON document says: the part that stands there whole, closed. Knows no library of its own."""

from __future__ import annotations

import re

from recview.model.json_value import JSON
from recview.wire.documents import DocumentError, loads

_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"|["{}\[\],]', re.DOTALL)
"""Whole strings, the mark of one that is not whole, and what structures a document."""

_CLOSING = {b"{": b"}", b"[": b"]"}


def loads_so_far(data: bytes, depth: int) -> JSON:
    """The document that begins in `data`, closed where its last whole value ends; None where nothing is told yet.

    Values deeper than `depth` containers are there whole or not at all: with 1, each of the outermost is. Costs a
    few times what `loads` does. Raises nothing.
    """
    end, closers = _whole_part(data, depth)
    try:
        return loads(data[:end] + closers) if end else None
    except DocumentError:
        return None


def _whole_part(data: bytes, depth: int) -> tuple[int, bytes]:
    """Where the part ends that can be closed, and what closes it."""
    open_containers: list[bytes] = []
    end, closers = 0, b""
    for token in _TOKENS.finditer(data):
        mark = token[0]
        if mark in _CLOSING:
            open_containers.append(_CLOSING[mark])
        elif mark in (b"}", b"]"):
            if not open_containers or open_containers.pop() != mark:
                break  # no JSON at all
        elif mark == b'"':
            break  # a string that is still being written
        elif mark != b",":
            continue
        if len(open_containers) <= depth:
            end = token.start() if mark == b"," else token.end()
            closers = b"".join(reversed(open_containers))
    return end, closers
