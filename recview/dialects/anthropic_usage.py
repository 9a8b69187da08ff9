"""Token counts as Anthropic's messages give them."""

from __future__ import annotations

from recview.model.json_value import JSON, as_count, as_object
from recview.model.usage import Usage

_INPUT = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")


def read_usage(usage: dict[str, JSON], start: dict[str, JSON] | None = None) -> Usage:
    """The usage of a message; of a stream, `start` is what it began with, and has the say over the input: all of it.

    A start that counts 0 knew nothing yet. The wire counts what went through the cache beside `input_tokens`, and
    gives no total.
    """
    began = start or {}
    knew = any(began.get(key) for key in _INPUT)
    counts = {**_known(usage), **_known(began)} if knew else {**began, **_known(usage)}
    fresh, cached = as_count(counts.get("input_tokens")), as_count(counts.get("cache_read_input_tokens"))
    written = as_count(counts.get("cache_creation_input_tokens"))
    details = as_object(usage.get("output_tokens_details"))
    return Usage(
        input_tokens=None if fresh is None else fresh + (cached or 0) + (written or 0),
        output_tokens=as_count(usage.get("output_tokens")),
        cached_tokens=cached,
        reasoning_tokens=as_count(details.get("thinking_tokens")),
        raw=usage if start is None else {"message_start": start, "message_delta": usage},
    )


def _known(usage: dict[str, JSON]) -> dict[str, JSON]:
    return {key: value for key, value in usage.items() if value is not None}
