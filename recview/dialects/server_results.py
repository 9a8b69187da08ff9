"""What came back from tools that the server runs itself, as text to read, and to compare."""

from __future__ import annotations

from collections.abc import Iterator

from recview.model.events import Data
from recview.model.json_value import JSON

_TEXT_KEYS = (
    "title", "filename", "url", "text", "logs", "stdout", "stderr", "output", "message", "error", "error_code",
    "content",
)  # fmt: skip
"""Where a result has something to read, in the order in which it is told. Other keys hold ids, scores and ciphers."""
_RESULT_KEYS = ("output", "outputs", "results", "error")
"""Where a call of the Responses API has its results."""


def result_of_call(kind: str, item: dict[str, JSON]) -> Data | None:
    """The result of a call of the Responses API, which stands in the call itself; None where it has none."""
    label = kind.removesuffix("_call").replace("_", " ")
    if kind == "image_generation_call" and isinstance(picture := item.get("result"), str) and picture:
        return Data(f"{label}: picture", value=picture)
    text = "\n".join(line for key in _RESULT_KEYS for line in _lines(item.get(key)))
    return Data(f"{label}: result", text) if text else None


def result_of_item(kind: str, item: dict[str, JSON]) -> Data | None:
    """The result that an item of its own brings in the Responses API: a call's output, or why there are no tools."""
    if not kind.endswith("_output") and kind != "mcp_list_tools":
        return None
    label = kind.removesuffix("_output").removesuffix("_call").replace("_", " ")
    text = "\n".join(line for key in (*_RESULT_KEYS, "result") for line in _lines(item.get(key)))
    return Data(f"{label}: result", text) if text else None


def result_of_block(kind: str, content: JSON) -> Data | None:
    """The result that a block of Anthropic's or a content of an interaction brings (`web_search_tool_result`, …).

    None where there is none in it.
    """
    label = kind.removesuffix("_result").removesuffix("_tool").replace("_", " ")
    text = "\n".join(_lines(content))
    return Data(f"{label}: result", text) if text else None


def _lines(value: JSON) -> Iterator[str]:
    """Every text of a result that is one to read. Without recursion: nesting may be deep."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            if item:
                yield item
        elif isinstance(item, list):
            pending += reversed(item)
        elif isinstance(item, dict):
            pending += [item[key] for key in reversed(_TEXT_KEYS) if key in item]
