"""The conversation: what the request said, message by message, its tools, and the answer at its end."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from recview.analysis.lit_words import LitWords
from recview.model.json_value import JSON
from recview.model.message import (
    MediaPart,
    Message,
    MessagePart,
    OtherPart,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    ToolDefinition,
    ToolResultPart,
)
from recview.ui.drawing import visible
from recview.ui.opened import Opened
from recview.ui.panels.base import Panel
from recview.ui.sections import Section
from recview.ui.widgets.section_view import SectionView
from recview.wire.documents import dumps

ROLE_TONES = {
    "user": "role-user",
    "system": "role-system",
    "developer": "role-system",
    "assistant": "role-assistant",
    "model": "role-assistant",
    "tool": "role-tool",
    "function": "role-tool",
}


class ConversationPanel(Panel):
    """See the module."""

    panel_title = "Conversation"
    panel_id = "panel-conversation"

    def compose(self) -> ComposeResult:
        yield SectionView(id="conversation")

    def show(self, opened: Opened, position: int) -> None:
        loaded = opened.loaded
        sections = [*_tool_sections(loaded.dialect.tools(loaded.recording.request.body))]
        for message in loaded.messages:
            sections += _message_sections(message)
        sections += _answer_sections(opened)
        sections = sections or [Section("No conversation in this request", "dim", "")]
        view = self.query_one(SectionView)
        if self.is_again(opened):
            view.show_again(sections)
        else:
            view.show(sections)

    def clear(self, note: str) -> None:
        self.query_one(SectionView).show_note(visible(note))

    def light(self, words: LitWords) -> None:
        self.query_one(SectionView).light(words)

    def point_out(self, part: ToolResultPart) -> None:
        """Marks a tool's result, and brings it into sight."""
        self.query_one(SectionView).point_out(part)

    def copyable(self, what: str) -> str | None:
        section = self.query_one(SectionView).section_under_cursor
        if section is None:
            return None
        return {"value": section.text, "path": section.pointer}.get(what) or None


def _tool_sections(tools: tuple[ToolDefinition, ...]) -> Iterator[Section]:
    if tools:
        names = ", ".join(visible(tool.name) for tool in tools)
        text = "\n\n".join(f"{tool.name}: {tool.description}\n{dumps(tool.schema, indent=True)}" for tool in tools)
        yield Section(
            f"{len(tools)} {'tool' if len(tools) == 1 else 'tools'}: {names}", "role-system", text, folded=True
        )


def _message_sections(message: Message) -> Iterator[Section]:
    tone = ROLE_TONES.get(message.role, "role-system")
    role = visible(message.role) + (f" {visible(message.name)}" if message.name else "")
    if not message.parts:
        yield Section(role, tone, "", "empty", pointer=message.path)
    text = ""
    for part in message.parts:
        if isinstance(part, TextPart):
            text = f"{text}\n{part.text}" if text else part.text
            continue
        if text:
            yield Section(role, tone, text, pointer=message.path)
            text = ""
        yield _part_section(part, role, tone, message.path)
    if text:
        yield Section(role, tone, text, pointer=message.path)


def _part_section(part: MessagePart, role: str, tone: str, path: str) -> Section:
    match part:
        case ReasoningPart(text=text):
            return Section(f"{role} · reasoning", "reasoning", text, text_tone="reasoning", pointer=path)
        case RefusalPart(text=text):
            return Section(f"{role} · refusal", "refusal", text, pointer=path)
        case MediaPart(media=media, source=source):
            return Section(f"{role} · {visible(media)}", tone, source, text_tone="dim", pointer=path)
        case ToolCallPart(id=call_id, name=name, arguments=arguments):
            return Section(
                f"⚙ {visible(name or '?')}", "role-tool", _arguments(arguments), visible(call_id or ""), pointer=path
            )
        case ToolResultPart(call_id=call_id, name=name, text=text):
            heading = "tool result" + (f" of {visible(name)}" if name else "")
            return Section(heading, "role-tool", text, visible(call_id or ""), pointer=path, source=part)
        case OtherPart(name=name, value=value):
            return Section(f"{role} · {visible(name)}", tone, dumps(value, indent=True), text_tone="dim", pointer=path)
        case TextPart(text=text):
            return Section(role, tone, text, pointer=path)


def _arguments(arguments: JSON) -> str:
    return arguments if isinstance(arguments, str) else dumps(arguments, indent=True)


def _answer_sections(opened: Opened) -> Iterator[Section]:
    several = len(opened.loaded.assembled.choices) > 1
    for choice in opened.loaded.assembled.choices:
        role = visible(choice.role or "assistant") + (f" · choice {choice.index}" if several else "")
        facts = "answer" + (f" · {visible(choice.finish)}" if choice.finish else "")
        if choice.reasoning:
            yield Section(f"{role} · reasoning", "reasoning", choice.reasoning, "answer", "reasoning")
        if choice.content or not (choice.reasoning or choice.refusal or choice.tool_calls):
            yield Section(role, "lit", choice.content or "", facts)
        if choice.refusal:
            yield Section(f"{role} · refusal", "refusal", choice.refusal, facts)
        for call in choice.tool_calls:
            yield Section(
                f"⚙ {visible(call.name or '?')}", "role-tool", _arguments(call.arguments), visible(call.id or "")
            )
    error = opened.loaded.assembled.error
    if error is not None:
        heading = f"✗ {visible(error.type or 'error')}" + (f" {error.status}" if error.status else "")
        yield Section(heading, "bad", error.message or "")
