"""The semantic names of everything that has a colour.

A widget asks for a tone by name (`self.tone("json-key")`) and never for a colour; themes/*.toml give the colours.
"""

from __future__ import annotations

ROLES: tuple[str, ...] = (
    "frame", "frame-focus", "title", "cursor", "cursor-rest", "dim", "faint", "chip",
    "role-user", "role-assistant", "role-tool", "role-system", "reasoning", "refusal",
    "delta-new", "delta-text", "lit", "playhead", "track", "track-played",
    "marker-first", "marker-answer", "marker-tool", "marker-finish", "marker-usage", "marker-error",
    "marker-anomaly", "token-likely", "token-unsure", "token-unlikely",
    "json-key", "json-string", "json-number", "json-null", "json-punct",
    "diff-add", "diff-add-word", "diff-remove", "diff-remove-word", "diff-change", "diff-move",
    "sign-add", "sign-remove", "sign-change",
    "good", "warn", "bad", "match", "fresh", "marked", "bar-input", "bar-output",
)  # fmt: skip
"""Every role a theme must colour."""

GROUNDS = frozenset(
    {
        "cursor", "cursor-rest", "chip", "match", "fresh",
        "diff-add", "diff-add-word", "diff-remove", "diff-remove-word", "diff-change", "diff-move",
    }
)  # fmt: skip
"""Roles that colour the ground behind text; all others colour the text."""

BOLD = frozenset({"playhead", "lit", "marked"})
ITALIC = frozenset({"reasoning"})
