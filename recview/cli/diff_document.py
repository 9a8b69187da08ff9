"""A comparison of two recordings as the `recview.diff/1` document: exact, for programs."""

from __future__ import annotations

from collections.abc import Sequence

from recview.analysis.comparison import Comparison
from recview.analysis.jsondiff import Change
from recview.analysis.verdict import ResponseVerdict
from recview.cli.diff_page import Parts
from recview.model.json_value import JSON
from recview.model.recording import Unreadable

SCHEMA = "recview.diff/1"


def diff_document(old_path: str, new_path: str, comparison: Comparison, parts: Parts) -> JSON:
    """The comparison, or the half of it that was asked for. `address` is there only where it differs."""
    document: dict[str, JSON] = {"schema": SCHEMA, "a": old_path, "b": new_path}
    if parts.request:
        request: dict[str, JSON] = {
            "patch": comparison.request.patch,
            "changes": [change_document(change) for change in comparison.request.changes],
        }
        if comparison.address:
            request["address"] = [{"name": fact.name, "old": fact.old, "new": fact.new} for fact in comparison.address]
        document["request"] = request
    if parts.response:
        document["response"] = verdict_document(comparison.verdict)
    return document


def trouble_document(old_path: str, new_path: str, troubles: Sequence[Unreadable]) -> JSON:
    """In place of a comparison: why there is none."""
    reason = "; ".join(f"{trouble.path}: {trouble.reason}" for trouble in troubles)
    return {"schema": SCHEMA, "a": old_path, "b": new_path, "error": reason}


def change_document(change: Change) -> JSON:
    """One change; a `move` also says where it came from."""
    document: dict[str, JSON] = {
        "op": change.op,
        "path": change.path,
        "old": change.old,
        "new": change.new,
        "hashed": change.hashed,
        "noise": change.noise,
    }
    if change.op == "move":
        document["from"] = change.old_path
    return document


def verdict_document(verdict: ResponseVerdict) -> JSON:
    """What of the response is the same."""
    return {
        "text": verdict.text,
        "tool_calls": verdict.tool_calls,
        "finish_reason": verdict.finish_reason,
        "usage": verdict.usage,
        "error": verdict.error,
        "bookkeeping": verdict.bookkeeping,
    }
