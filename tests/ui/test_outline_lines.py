"""A recording's line in the list: its numbers, and what stands beside them, can be told apart."""

from __future__ import annotations

import pytest
from factories import make_row
from rich.style import Style

from recview.analysis.arrangement import OutlineLine
from recview.model.row import Row
from recview.model.usage import Usage
from recview.ui.drawing import short_stem
from recview.ui.renderables.outline_lines import ListState, row_segments
from recview.ui.screens.help import SIGNS


def drawn(chunk_count: int, tokens: int | None, finish: str, width: int) -> str:
    usage = Usage(total_tokens=tokens) if tokens is not None else None
    row = Row(
        path="r/d058ce92a08345.json", state="full", chunk_count=chunk_count, usage=usage, finish_reasons=(finish,)
    )
    line = OutlineLine("recording", row.path, "d058ce92a08345", 3, 1, row)
    return "".join(segment.text for segment in row_segments(line, row, width, 3, ListState(), lambda role: Style()))


@pytest.mark.parametrize(("chunk_count", "tokens"), [(0, None), (32, 50), (1_234, 96_539), (20_001, None)])
def test_numbers_never_run_into_the_hash_or_each_other(chunk_count: int, tokens: int | None) -> None:
    words = drawn(chunk_count, tokens, "stop", 42).split()
    chunks = [f"{chunk_count:,}"] if chunk_count else []
    assert words[1:] == ["d058ce92a083", *chunks, "–" if tokens is None else f"{tokens:,}t", "stop"]


def test_how_it_ended_is_whole_in_a_list_of_a_hundred_and_twenty_columns() -> None:
    assert drawn(13, 145, "tool_calls", 41).endswith("tool_calls")


@pytest.mark.parametrize(("order", "said"), [("size", "41 kB"), ("changed", "12 min"), ("path", "stop")])
def test_what_the_list_is_ordered_by_can_be_seen(order: str, said: str) -> None:
    row = Row(path="r/d058ce92a08345.json", finish_reasons=("stop",), size=41_000, mtime_ns=5)
    line = OutlineLine("recording", row.path, "d058ce92a08345", 3, 1, row)
    state = ListState(order=order, now_ns=5 + 12 * 60 * 10**9)
    drawn = "".join(segment.text for segment in row_segments(line, row, 42, 3, state, lambda role: Style()))
    assert drawn.rstrip().endswith(said)


def test_recordings_whose_names_begin_alike_are_told_apart() -> None:
    assert short_stem("d058ce92a08345") == "d058ce92a083"
    assert short_stem("models-64a2277c90f0-d9fd9665") == "64a227…d9665"
    assert short_stem("models-1") == "models-1"


def test_a_stream_that_breaks_off_has_a_sign_and_a_word_of_its_own() -> None:
    row = make_row(path="r/d058ce92a08345.json", finish_reasons=())
    line = OutlineLine("recording", row.path, "d058ce92a08345", 3, 1, row)
    segments = row_segments(line, row, 42, 3, ListState(), lambda role: Style())
    words = "".join(segment.text for segment in segments).split()
    assert (words[0], words[-2:]) == ("◐", ["breaks", "off"])
    assert "◐" in {sign for sign, _, _ in SIGNS}


@pytest.mark.parametrize(
    ("dialect", "said"),
    [("openai.models", "models"), ("ollama.processes", "processes"), ("openai.embeddings", "embeddings"),
     ("rerank", "rerank"), ("tool", "tool"), ("openai.chat", "29t")],
)  # fmt: skip
def test_what_has_no_finish_says_what_it_is(dialect: str, said: str) -> None:
    row = make_row(path="r/d058ce92a08345.json", dialect=dialect, streaming=False, finish_reasons=())
    line = OutlineLine("recording", row.path, "d058ce92a08345", 3, 1, row)
    words = "".join(
        segment.text for segment in row_segments(line, row, 42, 3, ListState(), lambda role: Style())
    ).split()
    assert words[-1] == said
