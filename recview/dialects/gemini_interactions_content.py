"""The contents of an interaction: texts, thoughts, calls and media, whole or as deltas."""

from __future__ import annotations

from recview.dialects.media import media_part
from recview.dialects.server_results import result_of_block
from recview.dialects.signals import error_event
from recview.model.events import Data, ReasoningDelta, Signal, StreamEvent, TextDelta, ToolCallDelta
from recview.model.json_value import JSON, as_array, as_object, as_string

_MEDIA = frozenset({"image", "audio", "video", "document"})
_SILENT = frozenset({"thought_signature", "text_annotation", "text_annotation_delta", "annotations"})


class ContentReader:
    """Tells contents by their index. A call's arguments come as JSON with its start or a delta, or as fragments."""

    def __init__(self) -> None:
        self.told_any = False
        """Whether any content has been told."""
        self._without_arguments: dict[int, JSON] = {}
        self._with_result: set[int] = set()
        """Contents that are results, and were told."""

    def open(self, index: int, content: dict[str, JSON]) -> list[StreamEvent]:
        """A content that begins, or one that is whole already."""
        self.told_any = True
        kind = as_string(content.get("type")) or ""
        if kind == "function_call" or kind.endswith("_call"):
            return [self._call(index, kind, content)]
        if kind in ("text", "thought") or kind in _MEDIA:
            return _content(index, kind, content)
        if kind == "model_output":
            inner = (as_object(entry) for entry in as_array(content.get("content")))
            events = [event for entry in inner for event in _content(index, as_string(entry.get("type")) or "", entry)]
            error = error_event(content)
            return events if error is None else [*events, error]
        return self._result(index, kind, content)

    def grow(self, index: int, delta: dict[str, JSON]) -> list[StreamEvent]:
        """What a delta adds; nothing where its type is unknown."""
        self.told_any = True
        kind = as_string(delta.get("type")) or ""
        if kind.endswith("_call"):
            return [self._call(index, kind, delta)]
        if kind == "arguments_delta":
            fragment = as_string(delta.get("arguments"))
            if fragment:
                self._without_arguments.pop(index, None)
            return [ToolCallDelta(0, index, arguments=fragment or None)]
        if kind == "thought_summary":
            text = as_string(as_object(delta.get("content")).get("text")) or as_string(delta.get("text"))
            return [Signal(kind) if text is None else ReasoningDelta(0, text, index)]
        if kind.endswith("_result"):
            return self._result(index, kind, delta) or [Signal(kind)]
        if kind in _SILENT:
            return [Signal(kind)]
        return _content(index, kind, delta)

    def _result(self, index: int, kind: str, content: dict[str, JSON]) -> list[StreamEvent]:
        """What a tool that the server ran gave back, once."""
        result = result_of_block(kind, content.get("result")) if kind.endswith("_result") else None
        if result is None or index in self._with_result:
            return []
        self._with_result.add(index)
        return [result]

    def close(self, index: int) -> list[StreamEvent]:
        """A call for which no arguments came has those it began with: none."""
        if index not in self._without_arguments:
            return []
        return [ToolCallDelta(0, index, value=self._without_arguments.pop(index), whole=True)]

    def _call(self, index: int, kind: str, call: dict[str, JSON]) -> ToolCallDelta:
        """A function is called by its name, what the server runs by its kind (`google_search`)."""
        id_ = as_string(call.get("id"))
        name = as_string(call.get("name")) or (None if kind == "function_call" else kind.removesuffix("_call"))
        arguments = call.get("arguments")
        if isinstance(arguments, str):
            return ToolCallDelta(0, index, id_, name, arguments)
        if arguments:
            self._without_arguments.pop(index, None)
            return ToolCallDelta(0, index, id_, name, value=arguments, whole=True)
        if arguments is not None:
            self._without_arguments[index] = arguments
        return ToolCallDelta(0, index, id_, name)


def _content(index: int, kind: str, content: dict[str, JSON]) -> list[StreamEvent]:
    if kind in _MEDIA:
        uri, mime = content.get("uri"), content.get("mime_type")
        return [Data(media_part(kind, url=uri, data=content.get("data"), mime=mime).source, value=content.get("data"))]
    if kind == "thought":
        texts = [as_object(part).get("text") for part in as_array(content.get("summary"))] or [content.get("thought")]
        return [ReasoningDelta(0, text, index) for text in texts if isinstance(text, str)]
    text = content.get("text")
    return [TextDelta(0, text, index)] if isinstance(text, str) else []
