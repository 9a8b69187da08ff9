"""The signs of what differs and of what is decided: each a character that tells without colour, and its tone."""

from __future__ import annotations

from collections.abc import Mapping

from recview.model.judgement import Decision

Signs = Mapping[str, tuple[str, str]]
"""What is meant -> its sign and its tone."""

CHANGE_SIGNS: Signs = {
    "add": ("+", "sign-add"), "remove": ("-", "sign-remove"), "replace": ("~", "sign-change"),
    "move": ("↕", "playhead"),
}  # fmt: skip
VERDICT_SIGNS: Signs = {
    "same": ("=", "dim"), "changed": ("~", "sign-change"), "added": ("+", "sign-add"), "removed": ("-", "sign-remove"),
}  # fmt: skip
ALONE_SIGNS: Signs = {
    "new": ("+", "sign-add"), "gone": ("-", "sign-remove"), "superseded": ("↑", "sign-change"),
    "unreadable": ("✗", "bad"),
}  # fmt: skip
"""Of recordings that have no partner."""

ASPECTS: Mapping[str, str] = {
    "text": "text", "tool_calls": "tools", "finish_reason": "finish", "usage": "usage", "error": "error",
}  # fmt: skip
"""Aspect of a response -> its word, in the order of the signs."""

DECISION_SIGNS: Mapping[Decision | None, tuple[str, str]] = {
    "accept": ("✓", "good"), "reject": ("✗", "bad"), "skip": ("»", "dim"), None: ("·", "faint"),
}  # fmt: skip
DECISION_WORDS: Mapping[Decision, str] = {"accept": "accepted", "reject": "rejected", "skip": "skipped"}
