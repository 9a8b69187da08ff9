"""What a response says as one JSON value, so that two of them can be compared like any documents.

Leaves out what is absent and the ids of tool calls, and holds their arguments as JSON where they are that.
"""

from __future__ import annotations

import hashlib

from recview.analysis.assembled import Assembled, Choice
from recview.model.events import Data
from recview.model.json_value import JSON, as_object
from recview.model.recording import ApiError
from recview.model.usage import Usage
from recview.wire.documents import DocumentError, loads


def answer_document(assembled: Assembled, raw: JSON = None) -> dict[str, JSON]:
    """Choices, usage and error; `raw` is the response object as recorded, for answers that are no model's."""
    document: dict[str, JSON] = {}
    if assembled.choices:
        document["choices"] = [_choice(choice) for choice in assembled.choices]
        if assembled.data:
            document["data"] = [_beside(data) for data in assembled.data]
    elif assembled.error is None or assembled.data:
        document["body"] = as_object(raw).get("body")
    if assembled.usage is not None and assembled.usage.known:
        document["usage"] = _usage(assembled.usage)
    if assembled.error is not None:
        document["error"] = _error(assembled.error)
    return document


def arguments_value(arguments: JSON) -> JSON:
    """The arguments of a tool call as JSON; text that is no JSON stays text."""
    if not isinstance(arguments, str):
        return arguments
    try:
        return loads(arguments.encode("utf-8", "surrogatepass"))
    except DocumentError:
        return arguments


def _choice(choice: Choice) -> JSON:
    calls: list[JSON] = [
        {"name": call.name, "arguments": arguments_value(call.arguments)} for call in choice.tool_calls
    ]
    document: dict[str, JSON] = {
        "index": choice.index,
        "role": choice.role,
        "reasoning": choice.reasoning or None,
        "content": choice.content or None,
        "refusal": choice.refusal or None,
        "tool_calls": calls or None,
        "finish_reason": choice.finish_reason,
        "finish_detail": choice.finish_detail,
    }
    return _present(document)


def _beside(data: Data) -> JSON:
    """What stands beside an answer; what cannot be read, such as a picture, by its digest."""
    document: dict[str, JSON] = {"label": data.label, "text": data.text or None}
    if isinstance(data.value, str):
        document["sha256"] = hashlib.sha256(data.value.encode("utf-8", "surrogatepass")).hexdigest()
    return _present(document)


def _usage(usage: Usage) -> JSON:
    return _present({
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "total_tokens": usage.total_tokens,
        "cached_tokens": usage.cached_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
    })  # fmt: skip


def _error(error: ApiError) -> JSON:
    return _present({"type": error.type, "status": error.status, "message": error.message})


def _present(document: dict[str, JSON]) -> dict[str, JSON]:
    return {key: value for key, value in document.items() if value is not None}
