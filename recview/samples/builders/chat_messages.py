"""What is said in a chat completion: answers, tool calls, the messages and tools of a request."""

from __future__ import annotations

import json
from dataclasses import dataclass

from recview.model.json_value import JSON
from recview.samples.builders.envelope import JsonObject
from recview.samples.builders.tokens import count_tokens, salt


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call; `arguments` is JSON text as the model wrote it."""

    name: str
    arguments: str
    id: str

    def as_recorded(self) -> JsonObject:
        """As a message of a request carries it, or, with an index beside, a response."""
        function: JsonObject = {"arguments": self.arguments, "name": self.name}
        return {"id": self.id, "function": function, "type": "function"}


def call(name: str, **arguments: JSON) -> Call:
    """A call with these arguments; its id follows from them."""
    text = json.dumps(arguments, ensure_ascii=False)
    return Call(name, text, f"call_{salt(name, text, length=24)}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one choice says."""

    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    calls: tuple[Call, ...] = ()
    finish: str = ""
    """The finish reason; empty for the one that the answer's kind asks for."""

    @property
    def finish_reason(self) -> str:
        return self.finish or ("tool_calls" if self.calls else "stop")

    @property
    def tokens(self) -> int:
        """The output tokens it is said to cost."""
        said = [self.text, self.reasoning, self.refusal, *(call.name + call.arguments for call in self.calls)]
        ending = 0 if self.finish == "length" else 1
        return sum(map(count_tokens, said)) + ending


def user(text: str) -> JsonObject:
    """What the user says."""
    return {"role": "user", "content": text}


def system(text: str) -> JsonObject:
    """What the application says first."""
    return {"role": "system", "content": text}


def assistant(answer: Answer) -> JsonObject:
    """An earlier answer as the next request repeats it."""
    message: JsonObject = {"role": "assistant", "content": answer.text or None}
    if answer.calls:
        message["tool_calls"] = [made.as_recorded() for made in answer.calls]
    return message


def tool_result(made: Call, content: str) -> JsonObject:
    """What a called tool gave back."""
    return {"role": "tool", "tool_call_id": made.id, "content": content}


def function(name: str, description: str, **properties: str) -> JsonObject:
    """A tool the request offers; each property is a required string with this description."""
    schema: JsonObject = {
        "type": "object",
        "properties": {key: {"type": "string", "description": text} for key, text in properties.items()},
        "required": list(properties),
    }
    return {"type": "function", "function": {"name": name, "description": description, "parameters": schema}}
