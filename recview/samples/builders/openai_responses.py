"""The Responses API: typed events that end in the whole response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from recview.model.json_value import JSON
from recview.samples.builders.chat_messages import Call
from recview.samples.builders.envelope import Asked, JsonObject, Sample, ask_sdk, typed
from recview.samples.builders.tokens import count_tokens, fragments, pieces, salt

_PACKAGE = "openai.types.responses"
_BASE_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Output:
    """What a response brings, in this order."""

    text: str = ""
    summary: str = ""
    """The summary of its reasoning."""
    calls: tuple[Call, ...] = ()
    reasoning_tokens: int = 0

    @property
    def tokens(self) -> int:
        """The output tokens it is said to cost, reasoning included."""
        said = [self.text, *(call.name + call.arguments for call in self.calls)]
        return sum(map(count_tokens, said)) + self.reasoning_tokens


def response(
    test: str, question: str, output: Output, *, model: str = "gpt-4o", streamed: bool, tools: Sequence[JsonObject] = ()
) -> Sample:
    """A call of the Responses API."""
    body: JsonObject = {"input": question, "model": model}
    if streamed:
        body["stream"] = True
    if tools:
        body["tools"] = list(tools)
    asked = ask_sdk(f"{test}[txt=openai/{model}]", _BASE_URL, "/v1/responses", body)
    writer = _Writer(asked, model, list(tools))
    items = writer.stream(output, question)
    if streamed:
        return asked.answered(items)
    return asked.answered(typed(f"{_PACKAGE}.response.Response", writer.whole("completed", _usage(output, question))))


def tool(name: str, description: str, **properties: str) -> JsonObject:
    """A tool the request offers: flat, unlike that of a chat completion."""
    schema: JsonObject = {
        "type": "object",
        "properties": {key: {"type": "string", "description": text} for key, text in properties.items()},
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "function", "name": name, "description": description, "parameters": schema, "strict": True}


@dataclass(slots=True)
class _Writer:
    """Writes the events of one response and keeps the finished output items."""

    asked: Asked
    model: str
    tools: list[JSON]
    events: list[JSON] = field(default_factory=list)
    done: list[JSON] = field(default_factory=list)

    def stream(self, output: Output, question: str) -> list[JSON]:
        self.event("response.created", response=self.whole("in_progress", None))
        self.event("response.in_progress", response=self.whole("in_progress", None))
        if output.summary:
            self.summary(output.summary)
        if output.text:
            self.message(output.text)
        for made in output.calls:
            self.call(made)
        self.event("response.completed", response=self.whole("completed", _usage(output, question)))
        return self.events

    def event(self, kind: str, **fields: JSON) -> None:
        data: JsonObject = dict(fields)
        data |= {"sequence_number": len(self.events), "type": kind}
        self.events.append(typed(_event_type(kind), data))

    def whole(self, status: str, usage: JSON) -> JsonObject:
        """The response object with what is done so far."""
        return {
            "id": self.asked.answer_id,
            "created_at": 0,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "model": self.model,
            "object": "response",
            "output": list(self.done),
            "parallel_tool_calls": True,
            "temperature": 1.0,
            "tool_choice": "auto",
            "tools": self.tools,
            "top_p": 1.0,
            "status": status,
            "usage": usage,
        }

    def item(self, opened: JsonObject, closed: JsonObject) -> int:
        """Opens an output item; `closed` is what it will be. Returns its position."""
        position = len(self.done)
        self.done.append(closed)
        self.event("response.output_item.added", item=opened, output_index=position)
        return position

    def summary(self, text: str) -> None:
        item_id = f"rs_{salt(self.asked.name, 'summary', length=16)}"
        opened: JsonObject = {"id": item_id, "summary": [], "type": "reasoning"}
        part: JsonObject = {"text": text, "type": "summary_text"}
        closed: JsonObject = opened | {"summary": [part]}
        position = self.item(opened, closed)
        at: JsonObject = {"item_id": item_id, "output_index": position, "summary_index": 0}
        self.event("response.reasoning_summary_part.added", **at, part=part | {"text": ""})
        for piece in pieces(text, glue=3):
            self.event("response.reasoning_summary_text.delta", **at, delta=piece)
        self.event("response.reasoning_summary_text.done", **at, text=text)
        self.event("response.reasoning_summary_part.done", **at, part=part)
        self.event("response.output_item.done", item=closed, output_index=position)

    def message(self, text: str) -> None:
        item_id = f"msg_{salt(self.asked.name, 'message', length=16)}"
        part: JsonObject = {"annotations": [], "text": text, "type": "output_text", "logprobs": []}
        frame: JsonObject = {"id": item_id, "content": [], "role": "assistant", "status": "in_progress"}
        opened: JsonObject = frame | {"type": "message"}
        closed: JsonObject = opened | {"content": [part], "status": "completed"}
        position = self.item(opened, closed)
        at: JsonObject = {"content_index": 0, "item_id": item_id, "output_index": position}
        self.event("response.content_part.added", **at, part=part | {"text": ""})
        for piece in pieces(text, glue=3):
            self.event("response.output_text.delta", **at, delta=piece, logprobs=[])
        self.event("response.output_text.done", **at, logprobs=[], text=text)
        self.event("response.content_part.done", **at, part=part)
        self.event("response.output_item.done", item=closed, output_index=position)

    def call(self, made: Call) -> None:
        item_id = f"fc_{salt(made.id, length=16)}"
        frame: JsonObject = {"arguments": "", "call_id": made.id, "name": made.name, "type": "function_call"}
        opened: JsonObject = frame | {"id": item_id, "status": "in_progress"}
        closed: JsonObject = opened | {"arguments": made.arguments, "status": "completed"}
        position = self.item(opened, closed)
        at: JsonObject = {"item_id": item_id, "output_index": position}
        for fragment in fragments(made.arguments):
            self.event("response.function_call_arguments.delta", **at, delta=fragment)
        self.event("response.function_call_arguments.done", **at, arguments=made.arguments, name=made.name)
        self.event("response.output_item.done", item=closed, output_index=position)


def _event_type(kind: str) -> str:
    """The SDK's class of an event: its kind in the SDK's spelling."""
    module = kind.replace("output_text", "text").replace(".", "_") + "_event"
    return f"{_PACKAGE}.{module}.{''.join(word.capitalize() for word in module.split('_'))}"


def _usage(output: Output, question: str) -> JsonObject:
    asked, said = count_tokens(question) + 8, output.tokens
    return {
        "input_tokens": asked,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": said,
        "output_tokens_details": {"reasoning_tokens": output.reasoning_tokens},
        "total_tokens": asked + said,
    }
