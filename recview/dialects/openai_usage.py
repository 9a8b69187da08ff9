"""Token counts as OpenAI's chat, completions, embeddings and responses give them."""

from __future__ import annotations

from recview.model.json_value import JSON, as_count, as_object
from recview.model.usage import Usage


def read_usage(usage: dict[str, JSON]) -> Usage:
    """`prompt_tokens` and `completion_tokens`, or by their newer names `input_tokens` and `output_tokens`."""
    return Usage(
        input_tokens=_first_count(usage, "prompt_tokens", "input_tokens"),
        output_tokens=_first_count(usage, "completion_tokens", "output_tokens"),
        total_tokens=as_count(usage.get("total_tokens")),
        cached_tokens=_detail(usage, ("prompt_tokens_details", "input_tokens_details"), "cached_tokens"),
        reasoning_tokens=_detail(usage, ("completion_tokens_details", "output_tokens_details"), "reasoning_tokens"),
        raw=usage,
    )


def _first_count(usage: dict[str, JSON], *keys: str) -> int | None:
    return next((count for key in keys if (count := as_count(usage.get(key))) is not None), None)


def _detail(usage: dict[str, JSON], keys: tuple[str, str], name: str) -> int | None:
    details = (as_count(as_object(usage.get(key)).get(name)) for key in keys)
    return next((count for count in details if count is not None), None)
