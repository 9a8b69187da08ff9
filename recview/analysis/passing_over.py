"""What a comparison is asked to pass over: the verdict on two responses without it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from recview.analysis.jsondiff import Change, Diff
from recview.analysis.verdict import ResponseVerdict

_TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "text": ("/body", "/choices/*/content", "/choices/*/reasoning", "/choices/*/refusal", "/data"),
    "tool_calls": ("/choices/*/tool_calls",),
    "finish_reason": ("/choices/*/finish_reason", "/choices/*/finish_detail"),
    "usage": ("/usage",),
    "error": ("/error",),
}
"""Aspect of a verdict -> the places of an answer's document (see `answer_document`) that tell of it."""


def ignored_count(diff: Diff) -> int:
    """How many changes were passed over because somebody asked for it."""
    return diff.hidden.get("ignored", 0)


def verdict_without_ignored(verdict: ResponseVerdict, response: Diff) -> ResponseVerdict:
    """Of two responses with that diff: an aspect is the same where it differs only in what was passed over."""
    if not ignored_count(response):
        return verdict
    same: dict[str, Any] = {
        aspect: "same"
        for aspect, places in _TOLD_BY.items()
        if getattr(verdict, aspect) != "same" and _only_ignored(response, places)
    }
    if "tool_calls" in same:
        same["tool_call_changes"] = ()
    return replace(verdict, **same)


def _only_ignored(response: Diff, places: tuple[str, ...]) -> bool:
    noises = {change.noise for change in response.changes if any(_concerns(change, place) for place in places)}
    return "ignored" in noises and None not in noises


def _concerns(change: Change, place: str) -> bool:
    """Whether a change lies at or in a place, or around it."""
    wanted = place.split("/")
    found = (path.split("/") for path in (change.old_path, change.new_path) if path is not None)
    return any(all(a in ("*", b) for a, b in zip(wanted, path, strict=False)) for path in found)
