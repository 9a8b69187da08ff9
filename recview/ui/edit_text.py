"""Changes of JSON in words for people, clean for a terminal: `temperature`: 0.7 → 0.8."""

from __future__ import annotations

from recview.analysis.secret_hints import without_secrets
from recview.model.json_value import JSON, pointer_tokens
from recview.wire.documents import dumps
from recview.wire.terminal import clean_line

_LONGEST_VALUE = 60


def path_text(path: str) -> str:
    """A JSON Pointer as one would write it in code: `messages[1].content`; text that is none stays as it is."""
    if not path.startswith("/"):
        return clean_line(path) or "the whole body"
    text = ""
    for token in pointer_tokens(path):
        text += f"[{token}]" if token.isdecimal() or token == "*" else f".{token}"
    return clean_line(text.removeprefix("."))


def value_text(value: JSON, longest: int = _LONGEST_VALUE) -> str:
    """A JSON value on one line, cut in the middle where it is long."""
    text = without_secrets(clean_line(dumps(value)))
    if len(text) <= longest:
        return text
    head = longest * 2 // 3
    return f"{text[:head]}…{text[head - longest + 1 :]}"


def edit_text(op: str, path: str, old: JSON, new: JSON, quote: str = "`") -> str:
    """One change: what there was, and what comes in its place. `quote` stands around where that is."""
    where = f"{quote}{path_text(path)}{quote}"
    name = pointer_tokens(path)[-1] if path.startswith("/") else ""
    old, new = (without_secrets(side, name) if isinstance(side, str) else side for side in (old, new))
    if op == "add":
        return f"{where}: absent → {value_text(new)}"
    if op == "remove":
        return f"{where}: {value_text(old)} → absent"
    if op == "move":
        return f"{where} moved here"
    before, after = _both(old, new)
    return f"{where}: {before} → {after}"


def _both(old: JSON, new: JSON) -> tuple[str, str]:
    """Both values, long strings from where they begin to differ."""
    if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _LONGEST_VALUE:
        start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        start = max(0, start - _LONGEST_VALUE // 3)
        lead = "…" if start else ""
        return tuple(f"{lead}{value_text(text[start : start + 2 * _LONGEST_VALUE])}" for text in (old, new))  # type: ignore[return-value]
    return value_text(old), value_text(new)
