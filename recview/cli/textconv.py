"""`recview textconv`: a recording as short, stable text, so that git can show its history line by line.

What is made anew with every call (ids, fingerprints, how a stream was cut) is left out or masked.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from recview.analysis.answer import arguments_value
from recview.analysis.assembled import Assembled, Choice
from recview.analysis.jsondiff import mask_ids
from recview.analysis.secret_hints import url_without_secrets, without_secrets
from recview.cli.arguments import PATH
from recview.cli.output import complain, print_line, print_recorded
from recview.model.json_value import JSON, as_object, pointer_tokens
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
from recview.model.recording import Unreadable
from recview.model.usage import Usage
from recview.store.reading import LoadedRecording, load_bytes, read_file
from recview.wire.documents import dumps
from recview.wire.terminal import clean, clean_line


@click.command("textconv", short_help="Print a recording as short canonical text, for git.")
@click.argument("file", type=PATH)
def command(file: str) -> int:
    """Print a recording as short canonical text, for git: request, messages, answer, tool calls, usage.

    To use it: git config diff.recview.textconv "recview textconv", and `*.json diff=recview` in .gitattributes. A
    file that is no recording is printed as it is.

    Exit: 0 done, 2 the file cannot be read at all.
    """
    data = read_file(file)
    if isinstance(data, Unreadable):
        complain(f"{file}: {data.reason}")
        return 2
    found = load_bytes(data, file)
    recordings = [loaded for loaded in found if isinstance(loaded, LoadedRecording)]
    if len(recordings) < len(found) or not recordings:
        print_recorded(data.decode("utf-8", "replace"))
        return 0
    for loaded in recordings:
        for line in text_lines(loaded):
            print_line(line)
    return 0


def text_lines(loaded: LoadedRecording) -> Iterator[str]:
    """The canonical text of a recording, line by line, each clean."""
    recording = loaded.recording
    request = recording.request
    address = (request.method, url_without_secrets(request.url), request.provider, request.name)
    facts = (
        ("test", recording.test_id),
        ("request", " ".join(part for part in address if part)),
        ("model", request.model),
        ("dialect", loaded.dialect.name),
        ("response", "streamed" if recording.response.streaming else "plain"),
    )
    yield from (f"{name}: {clean_line(value)}" for name, value in facts if value)
    yield from _request(loaded)
    yield from _answer(loaded.assembled)


def _request(loaded: LoadedRecording) -> Iterator[str]:
    """The parameters in order of their names, the conversation, the tools."""
    body = loaded.recording.request.body
    messages, tools = loaded.messages, loaded.dialect.tools(body)
    paths = [*(message.path for message in messages), *(tool.path for tool in tools)]
    told = {token for path in paths for token in pointer_tokens(path)[:1]}
    for name, value in sorted(as_object(body).items()):
        if name not in told:
            value = without_secrets(value, name) if isinstance(value, str) else value
            yield from _block(f"{clean_line(name)}:", _json(value))
    if not isinstance(body, dict) and body is not None:
        yield from _block("body:", _json(body))
    for message in messages:
        yield from _message(message)
    for tool in tools:
        yield ""
        yield f"== tool {clean_line(tool.name)}"
        yield from _lines(tool.description)
        if tool.schema is not None:
            yield from _lines(_json(tool.schema))


def _message(message: Message) -> Iterator[str]:
    yield ""
    name = f" {clean_line(message.name)}" if message.name else ""
    yield f"== {clean_line(message.role)}{name}"
    for part in message.parts:
        yield from _lines(_part(part))


def _part(part: MessagePart) -> str:
    match part:
        case TextPart(text):
            return text
        case ReasoningPart(text):
            return f"[reasoning] {text}"
        case RefusalPart(text):
            return f"[refusal] {text}"
        case MediaPart(media, source):
            return f"[{media}] {source}"
        case ToolCallPart(_, name, arguments):
            return _call(name, arguments)
        case ToolResultPart(_, name, text):
            return f"[result{f' of {name}' if name else ''}] {text}"
        case OtherPart(name, value):
            return f"[{name}] {_json(value)}"


def _answer(assembled: Assembled) -> Iterator[str]:
    for choice in assembled.choices:
        yield from _choice(choice, numbered=len(assembled.choices) > 1)
    for data in assembled.data:
        yield ""
        yield f"== {clean_line(data.label)}"
        yield from _lines(data.text)
    if assembled.error is not None:
        error = assembled.error
        yield ""
        yield f"== error {clean_line(error.type or '')} {error.status or ''}".rstrip()
        yield from _lines(error.message or "")
    yield ""
    yield f"usage: {_usage(assembled.usage)}"


def _choice(choice: Choice, numbered: bool) -> Iterator[str]:
    yield ""
    yield f"== answer{f' {choice.index}' if numbered else ''}"
    for label, text in (("[reasoning] ", choice.reasoning), ("", choice.content), ("[refusal] ", choice.refusal)):
        if text:
            yield from _lines(label + text)
    for call in choice.tool_calls:
        yield from _lines(_call(call.name, call.arguments))
    yield f"finish: {clean_line(choice.finish_reason or 'none')}"


def _call(name: str | None, arguments: JSON) -> str:
    """A call with its arguments as one would write them; the id is left out."""
    value = arguments_value(arguments)
    return f"→ {name or '?'}({value if isinstance(value, str) else '' if value is None else _json(value)})"


def _usage(usage: Usage | None) -> str:
    if usage is None or not usage.known:
        return "none"
    counts = (
        ("input", usage.input_tokens),
        ("output", usage.output_tokens),
        ("total", usage.total_tokens),
        ("cached", usage.cached_tokens),
        ("reasoning", usage.reasoning_tokens),
    )
    return ", ".join(f"{name} {count}" for name, count in counts if count is not None)


def _json(value: JSON) -> str:
    text = dumps(value)
    return text if len(text) <= 100 else dumps(value, indent=True)


def _block(label: str, text: str) -> Iterator[str]:
    """A label and a value, on one line where it has but one."""
    first, *rest = _lines(text)
    yield f"{label} {first}"
    yield from rest


def _lines(text: str) -> list[str]:
    return clean(mask_ids(text)).split("\n") if text else []
