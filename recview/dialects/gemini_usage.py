"""Token counts of Gemini's two APIs, which both count thoughts beside the output."""

from __future__ import annotations

from recview.dialects.gemini_keys import pick
from recview.model.json_value import JSON, as_count
from recview.model.usage import Usage


def read_usage_metadata(usage: dict[str, JSON]) -> Usage | None:
    """`usageMetadata` of a generated content; None until it has counts: while a stream runs it may have none."""
    return _usage(
        usage,
        asked=as_count(pick(usage, "prompt_token_count", "promptTokenCount")),
        answered=as_count(pick(usage, "candidates_token_count", "candidatesTokenCount")),
        thought=as_count(pick(usage, "thoughts_token_count", "thoughtsTokenCount")),
        tool_use=as_count(pick(usage, "tool_use_prompt_token_count", "toolUsePromptTokenCount")),
        total=as_count(pick(usage, "total_token_count", "totalTokenCount")),
        cached=as_count(pick(usage, "cached_content_token_count", "cachedContentTokenCount")),
    )


def read_interaction_usage(usage: dict[str, JSON]) -> Usage | None:
    """The `usage` of an interaction."""
    return _usage(
        usage,
        asked=as_count(usage.get("total_input_tokens")),
        answered=as_count(usage.get("total_output_tokens")),
        thought=as_count(usage.get("total_thought_tokens")),
        tool_use=as_count(usage.get("total_tool_use_tokens")),
        total=as_count(usage.get("total_tokens")),
        cached=as_count(usage.get("total_cached_tokens")),
    )


def _usage(
    raw: JSON,
    asked: int | None,
    answered: int | None,
    thought: int | None,
    tool_use: int | None,
    total: int | None,
    cached: int | None,
) -> Usage | None:
    """Thoughts are a part of the output here, and what tools gave the model to read a part of the input: where the
    wire's total shows them counted beside those, they are added.
    """
    if asked is None and answered is None and total is None:
        return None
    beside = (asked or 0) + (answered or 0) + (thought or 0)
    if thought and total in (beside, beside + (tool_use or 0)):
        answered = (answered or 0) + thought
    if tool_use and total in (beside + tool_use, beside + tool_use - (thought or 0)):
        asked = (asked or 0) + tool_use
    return Usage(asked, answered, total, cached, thought, raw)
