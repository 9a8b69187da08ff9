"""Every real recording, read by recview and by something else; both must say the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from corpus import CORPUS, corpus_files, needs_corpus
from openai.lib.streaming.chat import ChatCompletionStreamState
from openai.types.chat import ChatCompletionChunk
from second_reading import second_reading

from recview.model.events import Unknown
from recview.model.recording import Unreadable
from recview.store.reading import LoadedRecording, load
from recview.store.recording_document import recording_document
from recview.wire.documents import dumps

pytestmark = needs_corpus

_FOLDED_AGAIN = 120
"""How many streams the SDK folds: it takes its time. Picked evenly from all."""


def loaded(path: Path) -> LoadedRecording:
    (found,) = load(str(path))
    assert not isinstance(found, Unreadable), found
    return found


@pytest.mark.parametrize("folder", sorted({path.relative_to(CORPUS).parts[0] for path in corpus_files()}))
def test_the_document_is_what_a_second_reading_says(folder: str) -> None:
    paths = [path for path in corpus_files() if path.relative_to(CORPUS).parts[0] == folder]
    assert paths
    for path in paths:
        document = json.loads(dumps(recording_document(loaded(path))))
        expected = second_reading(path)
        assert {key: document[key] for key in expected} == expected, path


def test_no_event_of_a_real_recording_is_unknown() -> None:
    names: Counter[str] = Counter()
    for path in corpus_files():
        recording = loaded(path)
        assert recording.dialect.name != "unknown", path
        names.update(event.name for chunk in recording.chunks for event in chunk.events if isinstance(event, Unknown))
    assert not names


def test_every_request_has_its_conversation() -> None:
    """Every message and tool is found again where its path says."""
    for path in corpus_files():
        recording = loaded(path)
        body = recording.recording.request.body
        messages = recording.dialect.messages(body)
        if isinstance(body, dict) and body.get("messages"):
            assert [message.role for message in messages if message.path.startswith("/messages/")] == [
                message["role"] for message in body["messages"]
            ]
        for found in (*messages, *recording.dialect.tools(body)):
            value: Any = body
            for token in found.path.split("/")[1:]:
                value = value[int(token)] if isinstance(value, list) else value[token]


def _chat_streams() -> list[Path]:
    found = [
        path
        for path in corpus_files()
        if b"ChatCompletionChunk" in (data := path.read_bytes()) and 0 < data.count(b"ChatCompletionChunk") <= 80
    ]
    return found[:: max(len(found) // _FOLDED_AGAIN, 1)]


def _as_sent(value: Any) -> Any:
    """Without the nulls, which the recorder writes for every field the wire left out."""
    if isinstance(value, dict):
        return {key: _as_sent(inner) for key, inner in value.items() if inner is not None}
    return [_as_sent(inner) for inner in value] if isinstance(value, list) else value


def _fold(chunks: Iterable[Any]) -> Any:
    state: ChatCompletionStreamState[Any] = ChatCompletionStreamState()
    for chunk in chunks:
        state.handle_chunk(ChatCompletionChunk.construct(**_as_sent(chunk)))
    return state.current_completion_snapshot


def test_a_stream_folds_to_what_the_sdk_makes_of_it() -> None:
    paths = _chat_streams()
    assert len(paths) >= _FOLDED_AGAIN
    for path in paths:
        recording = loaded(path)
        snapshot = _fold(chunk.raw.data for chunk in recording.chunks)
        choices = recording.assembled.choices
        assert len(choices) == len(snapshot.choices)
        for ours, theirs in zip(choices, sorted(snapshot.choices, key=lambda choice: choice.index), strict=True):
            message = theirs.message
            assert (ours.index, ours.content, ours.refusal) == (theirs.index, message.content, message.refusal), path
            assert ours.finish_reason == theirs.finish_reason, path
            extras = message.model_extra or {}
            assert (ours.reasoning or "") == (extras.get("reasoning_content") or extras.get("reasoning") or ""), path
            assert [(call.id, call.name, call.arguments) for call in ours.tool_calls] == [
                (call.id, call.function.name, call.function.arguments) for call in message.tool_calls or []
            ], path
        if recording.assembled.usage is not None:
            assert snapshot.usage is not None
            assert recording.assembled.usage.total_tokens == snapshot.usage.total_tokens
