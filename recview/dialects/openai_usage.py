"""Token counts as OpenAI's chat, completions, embeddings and responses give them."""

from __future__ import annotations

from recview.model.json_value import JSON, as_count
from recview.model.usage import Usage


def read_usage(usage: dict[str, JSON]) -> Usage:
    """`prompt_tokens` and `completion_tokens`, or by their newer names `input_tokens` and `output_tokens`.

    Reasoning is a part of the output here: where the wire's total shows it counted beside it, as xAI does, it is added.
    """
    asked = _count(usage, "prompt_tokens", "input_tokens")
    answered = _count(usage, "completion_tokens", "output_tokens")
    total = as_count(usage.get("total_tokens"))
    cached = _detail(usage, "prompt_tokens_details", "input_tokens_details", "cached_tokens")
    if cached is None:  # DeepSeek's name for it
        cached = as_count(usage.get("prompt_cache_hit_tokens"))
    reasoned = _detail(usage, "completion_tokens_details", "output_tokens_details", "reasoning_tokens")
    if reasoned and answered is not None and total == (asked or 0) + answered + reasoned:
        answered += reasoned
    return Usage(asked, answered, total, cached, reasoned, usage)


def _count(usage: dict[str, JSON], key: str, newer_key: str) -> int | None:
    count = as_count(usage.get(key))
    return count if count is not None else as_count(usage.get(newer_key))


def _detail(usage: dict[str, JSON], key: str, newer_key: str, name: str) -> int | None:
    """A part of a count: among its details, or beside it, as some servers have it."""
    for details in (usage.get(key), usage.get(newer_key), usage):
        if isinstance(details, dict) and (count := as_count(details.get(name))) is not None:
            return count
    return None
