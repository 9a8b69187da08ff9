"""A recording as a short report for people. Every recorded text in it has been made harmless to a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from recview.analysis.assembled import Choice, ToolCall
from recview.analysis.checks import problems
from recview.analysis.chunk_summary import summarize
from recview.analysis.masked_pieces import MaskedPieces
from recview.analysis.request_hash import HashVerdict, explain
from recview.analysis.secret_hints import url_without_secrets
from recview.analysis.transcript import Transcript
from recview.cli.output import styled
from recview.model.message import (
    MediaPart,
    Message,
    MessagePart,
    OtherPart,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from recview.model.recording import ApiError
from recview.model.usage import Usage
from recview.store.reading import LoadedRecording
from recview.wire.documents import dumps
from recview.wire.terminal import clean, clean_line

_LABEL_WIDTH = 9
_MESSAGE_LINES = 6
"""How much of the last message is shown; the answer is shown whole."""
_MESSAGE_LINE_CHARACTERS = 200
_SEVERITY_COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


def report_lines(loaded: LoadedRecording, color: bool, with_chunks: bool = False) -> Iterator[str]:
    """The report, line by line; `with_chunks` adds a line for each chunk of a stream."""
    yield styled(clean_line(loaded.recording.path), color, bold=True)
    yield from _facts(loaded, color)
    yield from _conversation(loaded, color)
    assembled = loaded.assembled
    for choice in assembled.choices:
        yield from _answer(choice, len(assembled.choices) > 1, color)
    for data in assembled.data:
        yield from _section(clean_line(data.label), color)
        yield from _indented(data.text)
    if assembled.error is not None:
        yield from _section("error", color, fg="red")
        yield from _indented(_error_text(assembled.error))
    if with_chunks and loaded.recording.response.streaming:
        yield from _chunks(loaded, color)
    yield ""
    yield _fact("usage", _usage_text(assembled.usage), color)
    for problem in problems(loaded.recording, loaded.chunks):
        severity = styled(problem.severity, color, fg=_SEVERITY_COLORS[problem.severity])
        yield _fact("problem", f"{severity} {problem.rule}: {clean_line(problem.message)}", color)


def _fact(label: str, text: str, color: bool) -> str:
    return f"  {styled(label.ljust(_LABEL_WIDTH), color, dim=True)} {text}"


def _section(title: str, color: bool, **style: object) -> Iterator[str]:
    yield ""
    yield "  " + styled(title, color, bold=True, **style)


def _indented(text: str) -> Iterator[str]:
    for line in clean(text).splitlines():
        yield f"    {line}"


def _facts(loaded: LoadedRecording, color: bool) -> Iterator[str]:
    recording = loaded.recording
    request, response = recording.request, recording.response
    address = " ".join(part for part in (request.method, url_without_secrets(request.url)) if part)
    invoked = " ".join(part for part in (request.provider, request.name) if part) if not address else ""
    status = f", HTTP {response.status}" if response.status is not None else ""
    stream = f"streamed, {response.chunk_count:,} chunk{'' if response.chunk_count == 1 else 's'}"
    facts = (
        ("test", recording.test_id),
        ("request", address or invoked),
        ("model", request.model),
        ("dialect", loaded.dialect.name),
        ("response", (stream if response.streaming else "plain") + status),
        ("hash", _hash_text(explain(recording))),
    )
    for label, text in facts:
        if text:
            yield _fact(label, clean_line(text), color)


def _hash_text(verdict: HashVerdict) -> str:
    if verdict.matches:
        return f"matches ({verdict.scheme})"
    if verdict.matches is None or verdict.holds_own_name:
        return "cannot be checked"
    if verdict.recorded_as:
        return f"recorded as {verdict.recorded_as}, and renamed since"
    return "suspect: no known rule gives this name"


def _conversation(loaded: LoadedRecording, color: bool) -> Iterator[str]:
    """The last message, shortened, and how much went before it."""
    body = loaded.recording.request.body
    messages, tools = loaded.messages, loaded.dialect.tools(body)
    if not messages:
        return
    last = messages[-1]
    counts = [f"last of {len(messages)} messages"] if len(messages) > 1 else []
    if tools:
        counts.append(f"{len(tools)} tool{'' if len(tools) == 1 else 's'} offered")
    title = " · ".join([clean_line(last.role), *counts])
    yield from _section(title, color)
    yield from _indented(_shortened(_message_text(last)))


def _message_text(message: Message) -> str:
    return "\n".join(_part_text(part) for part in message.parts)


def _part_text(part: MessagePart) -> str:
    match part:
        case TextPart(text) | ReasoningPart(text) | RefusalPart(text):
            return text
        case ToolResultPart(_, _, text):
            return text
        case MediaPart(media, source):
            return f"[{media}: {source}]"
        case ToolCallPart(_, name, arguments):
            return _call_text(name, arguments if isinstance(arguments, str) else dumps(arguments))
        case OtherPart(name, _):
            return f"[{name}]"


def _shortened(text: str) -> str:
    lines = text.strip().splitlines()
    shown = [
        line if len(line) <= _MESSAGE_LINE_CHARACTERS else f"{line[:_MESSAGE_LINE_CHARACTERS]}…"
        for line in lines[:_MESSAGE_LINES]
    ]
    left_out = len(lines) - len(shown)
    return "\n".join(shown + ([f"… {left_out} more line{'' if left_out == 1 else 's'}"] if left_out else []))


def _answer(choice: Choice, numbered: bool, color: bool) -> Iterator[str]:
    number = f" {choice.index}" if numbered else ""
    finish = f" · {clean_line(choice.finish)}" if choice.finish else " · no finish reason"
    yield from _section(f"{clean_line(choice.role or 'answer')}{number}{finish}", color)
    if choice.reasoning:
        yield styled("    reasoning", color, dim=True)
        for line in _indented(choice.reasoning):
            yield styled(f"  {line}", color, dim=True, italic=True)
        if choice.content or choice.refusal or choice.tool_calls:
            yield ""
    if choice.content:
        yield from _indented(choice.content)
    if choice.refusal:
        yield from _indented(f"refused: {choice.refusal}")
    for call in choice.tool_calls:
        yield from _tool_call(call, color)


def _tool_call(call: ToolCall, color: bool) -> Iterator[str]:
    id_ = f"  {styled(clean_line(call.id), color, dim=True)}" if call.id else ""
    first, *rest = clean(_call_text(call.name, call.arguments_text)).splitlines()
    yield f"    {styled('→', color, fg='cyan')} {first}{id_}"
    for line in rest:
        yield f"      {line}"


def _call_text(name: str | None, arguments: str) -> str:
    return f"{name or '?'}({arguments})"


def _error_text(error: ApiError) -> str:
    head = " ".join(part for part in (error.type, str(error.status) if error.status is not None else None) if part)
    return ": ".join(part for part in (head, error.message) if part) or "no details"


def _usage_text(usage: Usage | None) -> str:
    """Counts that the wire does not give are not shown: they are unknown, not 0."""
    if usage is None or not usage.known:
        return "not told by the wire"
    counts = (
        ("input", usage.input_tokens, "cached", usage.cached_tokens),
        ("output", usage.output_tokens, "reasoning", usage.reasoning_tokens),
        ("total", usage.total_tokens, "", None),
    )
    return " · ".join(
        f"{name} {count:,}" + (f" ({part_name} {part:,})" if part else "")
        for name, count, part_name, part in counts
        if count is not None
    )


def _chunks(loaded: LoadedRecording, color: bool) -> Iterator[str]:
    yield from _section("chunks", color)
    digits = len(str(len(loaded.chunks)))
    pieces = MaskedPieces(Transcript.of(loaded.chunks, loaded.recording.response.error))
    for position, chunk in enumerate(loaded.chunks, 1):
        summary = summarize(pieces.chunk(chunk, position))
        kind = styled(f"{summary.kind.replace('_', '-'):<10}", color, fg="cyan")
        yield f"    {position:>{digits}}  {kind}  {clean_line(summary.plain)}"
