"""A row as a line for people."""

from __future__ import annotations

import os

from recview.analysis.row_state import breaks_off
from recview.cli.columns import cut_middle, pad
from recview.cli.output import styled
from recview.model.row import Row
from recview.wire.terminal import clean_line

SHORT_HASH = 12
"""How many characters of a recording's name stand for it."""

_MODEL_WIDTH = 22
_FINISH_WIDTH = 10
_FIXED_WIDTH = 2 + SHORT_HASH + 1 + 6 + 1 + 8 + 1 + _FINISH_WIDTH + 1 + _MODEL_WIDTH + 1


def row_line(row: Row, color: bool, width: int | None) -> str:
    """Sign, short hash, chunks, tokens, how it ended, model, test. Cut to `width` cells, or whole and with the path."""
    ended = _ended(row)
    model, test_id = clean_line(row.model or "–"), clean_line(row.test_id or "–")
    if width is not None:
        ended = cut_middle(ended, _FINISH_WIDTH)
        model = cut_middle(model, _MODEL_WIDTH)
        test_id = cut_middle(_without_folders(test_id), max(width - _FIXED_WIDTH, 12))
    failed = row.error or row.state == "unreadable"
    tone = "red" if failed else "yellow" if breaks_off(row) else ""
    cells = [
        styled(sign(row), color, fg=tone or "green"),
        pad(short_name(row.path), SHORT_HASH),
        pad(f"{row.chunk_count:,}" if row.chunk_count else "–", 6, right=True),
        pad(_tokens(row), 8, right=True),
        styled(pad(ended, _FINISH_WIDTH), color, **({"fg": tone} if tone else {})),
        styled(pad(model, _MODEL_WIDTH), color, dim=True),
        test_id if width is not None else f"{test_id}  {clean_line(row.path)}",
    ]
    return " ".join(cells)


def _without_folders(test_id: str) -> str:
    file, separator, name = test_id.partition("::")
    return file[file.rfind("/") + 1 :] + separator + name


def row_facts(row: Row) -> str:
    """`32 chunks · 50t · stop`: how much, and how it ended."""
    chunks = f"{row.chunk_count:,} chunks" if row.chunk_count else ""
    return " · ".join(fact for fact in (chunks, _tokens(row), _ended(row)) if fact not in ("", "–"))


def sign(row: Row) -> str:
    """● a stream, ◐ one that breaks off, ○ a plain response, ✗ an error or a file that cannot be read."""
    if row.error or row.state == "unreadable":
        return "✗"
    if breaks_off(row):
        return "◐"
    return "●" if row.streaming else "○"


def short_name(path: str) -> str:
    """The first characters of a recording's name."""
    name = os.path.basename(path).removesuffix(".json")  # noqa: PTH119 - a Path for each row of a large tree is dear
    return clean_line(name[:SHORT_HASH])


def _tokens(row: Row) -> str:
    tokens = row.usage.sum_tokens if row.usage is not None else None
    return "–" if tokens is None else f"{tokens:,}t"


def _ended(row: Row) -> str:
    if row.state == "unreadable":
        return "unreadable"
    if row.error:
        return str(row.error_status) if row.error_status is not None else "error"
    if breaks_off(row):
        return "breaks off"
    return clean_line(",".join(dict.fromkeys(row.finish_reasons))) or "–"
