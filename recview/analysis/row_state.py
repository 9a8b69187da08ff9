"""What a row tells of how its call went. Knows rows only."""

from __future__ import annotations

from collections.abc import Mapping

from recview.model.row import Row

NO_ANSWERS: Mapping[str, str] = {
    "file_processor": "file", "gemini.embed_content": "embeddings", "ollama.embed": "embeddings",
    "ollama.models": "models", "ollama.processes": "processes", "ollama.pull": "pull",
    "openai.embeddings": "embeddings", "openai.models": "models", "rerank": "rerank", "tool": "tool", "unknown": "",
}  # fmt: skip
"""Dialects in which no model answers, and what is answered instead: it ends without a finish reason."""


def has_error(row: Row) -> bool:
    """Whether the answer is an error, or one stands in it."""
    return row.error or "error" in row.features


def breaks_off(row: Row) -> bool:
    """Whether it is a stream that ends, for all that was recorded, before the model finished."""
    return bool(
        row.streaming
        and row.chunk_count
        and not row.finish_reasons
        and row.state == "full"
        and row.dialect not in NO_ANSWERS
        and not has_error(row)
    )


def has_problem(row: Row) -> bool:
    """Whether it cannot be read, is an error, or breaks off."""
    return row.state == "unreadable" or has_error(row) or breaks_off(row)
