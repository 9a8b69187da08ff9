"""What `--json` says of a row: the document `recview.row/1`."""

from __future__ import annotations

from recview.model.json_value import JSON
from recview.model.row import Row


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
        "usage": None if row.usage is None else row.usage.as_object(),
        "error": row.error,
        "preview": row.preview,
        "size": row.size,
        "mtime_ns": row.mtime_ns,
    }
