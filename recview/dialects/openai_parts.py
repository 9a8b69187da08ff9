"""The content parts of OpenAI's requests, in the chat API's words and in those of the responses API."""

from __future__ import annotations

from collections.abc import Iterator

from recview.dialects.media import media_part
from recview.model.json_value import JSON, as_array, as_object, as_string
from recview.model.message import MessagePart, OtherPart, ReasoningPart, RefusalPart, TextPart

_REASONING = {"summary_text", "reasoning_text", "thinking"}


def content_parts(content: JSON) -> list[MessagePart]:
    """The parts of a message's content: one for a string, else one an entry."""
    if isinstance(content, str):
        return [TextPart(content)]
    return [TextPart(part) if isinstance(part, str) else _part(as_object(part)) for part in as_array(content)]


def content_text(content: JSON) -> str:
    """The text of a content, its other parts left out."""
    return "\n".join(part.text for part in content_parts(content) if isinstance(part, TextPart))


def thinking_texts(part: dict[str, JSON]) -> Iterator[str]:
    """The texts of a part that is thinking: itself a text, or texts in parts of its own (Mistral, Databricks)."""
    for kind, key in (("thinking", "thinking"), ("reasoning", "summary")):
        if part.get("type") == kind:
            held = part.get(key)
            texts = [held] if isinstance(held, str) else [as_object(inner).get("text") for inner in as_array(held)]
            yield from (text for text in texts if isinstance(text, str))


def _part(part: dict[str, JSON]) -> MessagePart:
    kind = as_string(part.get("type")) or ""
    text = part.get("text")
    if isinstance(text, str):
        return ReasoningPart(text) if kind in _REASONING else TextPart(text)
    if texts := list(thinking_texts(part)):
        return ReasoningPart("".join(texts))
    if isinstance(refusal := part.get("refusal"), str):
        return RefusalPart(refusal)
    if kind in ("image_url", "input_image"):
        image = part.get("image_url")
        return media_part("image", url=as_object(image).get("url", image), name=part.get("file_id"))
    if kind == "input_audio":
        audio = as_object(part.get("input_audio"))
        return media_part("audio", data=audio.get("data"), mime=f"audio/{as_string(audio.get('format')) or '?'}")
    if kind in ("file", "input_file"):
        file = as_object(part.get("file")) or part
        name = file.get("filename") or file.get("file_id")
        return media_part("file", url=file.get("file_data") or file.get("file_url"), name=name)
    return OtherPart(kind or "part", part)
