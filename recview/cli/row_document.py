"""What `--json` says of a row: the document `recview.row/1`."""

from __future__ import annotations

from recview.model.json_value import JSON
from recview.model.row import Row
from recview.model.usage import Usage


def row_document(row: Row) -> dict[str, JSON]:
    """A recording as `recview ls --json` gives it; of an unreadable one only where it is and what is wrong."""
    if row.state == "unreadable":
        return {
            "schema": "recview.row/1",
            "path": row.path,
            "error": row.problem,
            "size": row.size,
            "mtime_ns": row.mtime_ns,
        }
    return {
        "schema": "recview.row/1",
        "path": row.path,
        "test_id": row.test_id,
        "method": row.method,
        "url": row.url,
        "endpoint": row.endpoint,
        "model": row.model,
        "dialect": row.dialect,
        "streaming": row.streaming,
        "chunk_count": row.chunk_count,
        "finish_reasons": list(row.finish_reasons),
        "usage": usage_document(row.usage),
        "error": row.error,
        "preview": row.preview,
        "size": row.size,
        "mtime_ns": row.mtime_ns,
    }


def usage_document(usage: Usage | None) -> JSON:
    """Token counts as every document gives them."""
    if usage is None:
        return None
    return {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "total_tokens": usage.total_tokens,
        "cached_tokens": usage.cached_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
        "raw": usage.raw,
    }
