"""Generated streams, and the plain way to fold one: what tests hold the real thing against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from factories import make_chunks
from hypothesis import strategies as st

from recview.model.events import (
    Chunk,
    Data,
    Finish,
    ReasoningDelta,
    RefusalDelta,
    RoleSet,
    Signal,
    StreamError,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    UsageUpdate,
)
from recview.model.usage import Usage

_choices = st.integers(0, 2)
_pieces = st.text(max_size=6)
_names = st.none() | st.sampled_from(["", "get_weather", "search"])

events: st.SearchStrategy[StreamEvent] = st.one_of(
    st.builds(TextDelta, _choices, _pieces, st.integers(0, 1)),
    st.builds(ReasoningDelta, _choices, _pieces),
    st.builds(RefusalDelta, _choices, _pieces),
    st.builds(
        ToolCallDelta,
        _choices,
        st.integers(0, 2),
        id=st.none() | st.sampled_from(["call_a", "call_b"]),
        name=_names,
        arguments=st.none() | st.sampled_from(["", '{"city"', ': "Paris"', "}", "{}", "]"]),
    ),
    st.builds(ToolCallDelta, _choices, st.integers(3, 4), value=st.just({"a": "ä"}), whole=st.just(True)),
    st.builds(RoleSet, _choices, st.sampled_from(["assistant", "user"])),
    st.builds(Finish, _choices, st.sampled_from(["stop", "tool_calls"])),
    st.builds(UsageUpdate, st.builds(Usage, st.integers(0, 9), st.integers(0, 9))),
    st.builds(StreamError, st.none() | st.just("overloaded"), st.none() | st.just(529), st.none() | _pieces),
    st.builds(Data, st.text(min_size=1, max_size=5), _pieces),
    st.just(Signal("ping")),
)

streams: st.SearchStrategy[tuple[Chunk, ...]] = st.lists(st.lists(events, max_size=4), max_size=12).map(
    lambda groups: make_chunks(*groups)
)
"""Any events in any order, several to a chunk, some chunks silent."""


def folded_texts(chunks: Sequence[Chunk]) -> dict[tuple[str, int, int], str]:
    """The text of every answer, reasoning, refusal and fragmented tool call, folded one event at a time."""
    texts: defaultdict[tuple[str, int, int], str] = defaultdict(str)
    for chunk in chunks:
        for event in chunk.events:
            if isinstance(event, TextDelta | ReasoningDelta | RefusalDelta):
                texts[event.kind, event.choice, event.block] += event.text
            elif isinstance(event, ToolCallDelta) and not event.whole:
                texts[event.kind, event.choice, event.slot] += event.arguments or ""
    return {key: text for key, text in texts.items() if text}
