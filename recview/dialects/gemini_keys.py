"""Gemini's keys: the SDK writes them in snake case, the wire itself in camel case."""

from __future__ import annotations

from recview.model.json_value import JSON


def pick(fields: dict[str, JSON], snake: str, camel: str) -> JSON:
    """The value under either name."""
    value = fields.get(snake)
    return fields.get(camel) if value is None else value
