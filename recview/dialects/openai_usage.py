"""Token counts as OpenAI's chat, completions, embeddings and responses give them."""

from __future__ import annotations

from recview.model.json_value import JSON, as_count
from recview.model.usage import Usage


def read_usage(usage: dict[str, JSON]) -> Usage:
    """`prompt_tokens` and `completion_tokens`, or by their newer names `input_tokens` and `output_tokens`."""
    return Usage(
        input_tokens=_count(usage, "prompt_tokens", "input_tokens"),
        output_tokens=_count(usage, "completion_tokens", "output_tokens"),
        total_tokens=as_count(usage.get("total_tokens")),
        cached_tokens=_detail(usage, "prompt_tokens_details", "input_tokens_details", "cached_tokens"),
        reasoning_tokens=_detail(usage, "completion_tokens_details", "output_tokens_details", "reasoning_tokens"),
        raw=usage,
    )


def _count(usage: dict[str, JSON], key: str, newer_key: str) -> int | None:
    count = as_count(usage.get(key))
    return count if count is not None else as_count(usage.get(newer_key))


def _detail(usage: dict[str, JSON], key: str, newer_key: str, name: str) -> int | None:
    for details in (usage.get(key), usage.get(newer_key)):
        if isinstance(details, dict) and (count := as_count(details.get(name))) is not None:
            return count
    return None
