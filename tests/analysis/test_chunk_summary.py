from __future__ import annotations

from dataclasses import replace

import pytest
from factories import make_chunk, make_raw_chunk
from hypothesis import given
from streams import streams

from recview.analysis.chunk_summary import ChunkKind, Segment, quoted, summarize
from recview.model.events import (
    BlockStart,
    BlockStop,
    Chunk,
    Data,
    Finish,
    Logprobs,
    ReasoningDelta,
    RefusalDelta,
    RoleSet,
    Signal,
    StreamError,
    StreamEvent,
    TextDelta,
    TokenLogprob,
    ToolCallDelta,
    Unknown,
    UsageUpdate,
)
from recview.model.usage import Usage


@pytest.mark.parametrize(
    ("event", "kind", "plain"),
    [
        (TextDelta(0, " starts"), "text", '+" starts"'),
        (TextDelta(1, "a"), "text", 'choices[1] +"a"'),
        (ReasoningDelta(0, "…"), "reasoning", 'reasoning +"…"'),
        (RefusalDelta(0, "no"), "refusal", 'refusal +"no"'),
        (ToolCallDelta(0, 0, arguments='{"ci'), "tool_call", "tool_calls[0].arguments +'{\"ci'"),
        (ToolCallDelta(0, 0, "call_abc", "get_weather"), "tool_call", "tool_calls[0] get_weather call_abc"),
        (ToolCallDelta(1, 2), "tool_call", "choices[1] tool_calls[2]"),
        (
            ToolCallDelta(0, 0, name="f", value={"a": "ä"}, whole=True),
            "tool_call",
            'tool_calls[0] f · tool_calls[0].arguments {"a": "ä"}',
        ),
        (Finish(0, "stop"), "finish", "finish stop"),
        (Finish(2, "stop"), "finish", "choices[2] finish stop"),
        (UsageUpdate(Usage(21, 29, 50)), "usage", "usage 21/29/50"),
        (UsageUpdate(Usage(input_tokens=21)), "usage", "usage 21/–/–"),
        (RoleSet(0, "assistant"), "role", "role assistant"),
        (StreamError("overloaded", 529, "try\nlater"), "error", "error overloaded 529 try\\nlater"),
        (StreamError(None, None, None), "error", "error"),
        (Data("3 vectors × 384"), "data", "data 3 vectors × 384"),
        (Logprobs(0, (TokenLogprob("a", -1.0),)), "logprobs", "logprobs 1"),
        (BlockStart(0, 1, "thinking"), "block", "block 1 starts thinking"),
        (BlockStop(0, 1), "block", "block 1 stops"),
        (Signal("ping"), "signal", "signal ping"),
        (Unknown("response.new"), "unknown", "unknown response.new"),
        (TextDelta(0, ""), "empty", "empty"),
    ],
)
def test_what_one_event_changed(event: StreamEvent, kind: ChunkKind, plain: str) -> None:
    summary = summarize(make_chunk(event))
    assert (summary.kind, summary.plain) == (kind, plain)


def test_a_chunk_without_events_is_empty() -> None:
    assert summarize(Chunk(make_raw_chunk(), ())).kind == "empty"


def test_a_chunk_is_what_it_brings_rather_than_what_goes_with_it() -> None:
    summary = summarize(make_chunk(RoleSet(0, "assistant"), TextDelta(0, "Hi"), Finish(0, "stop")))
    assert summary.kind == "text"
    assert summary.plain == 'role assistant · +"Hi" · finish stop'


def test_comments_keep_a_stream_alive() -> None:
    raw = replace(make_raw_chunk(), data=None, lines=(": waiting", ":"))
    assert summarize(Chunk(raw, (Signal("keep-alive"),))).kind == "keep_alive"


def test_segments_tell_the_label_from_what_is_added() -> None:
    (change,) = summarize(make_chunk(ReasoningDelta(1, "hm"))).changes
    assert change == (Segment("choices[1]", "label"), Segment("reasoning", "label"), Segment('+"hm"', "added"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\t", '"a\\nb\\t"'),
        ('say "hi"', "'say \"hi\"'"),
        ('it\'s "so"', '"it\'s \\"so\\""'),
        ('\\"', "'\\\\\"'"),
        ("", '""'),
    ],
)
def test_quotes_keep_text_on_one_line(text: str, shown: str) -> None:
    assert quoted(text) == shown


@given(streams)
def test_every_chunk_has_a_kind_and_something_to_say(chunks: tuple[Chunk, ...]) -> None:
    for chunk in chunks:
        summary = summarize(chunk)
        assert summary.plain
        assert "\n" not in summary.plain
