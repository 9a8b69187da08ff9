"""What Ollama's own API says of a response's end: token counts and the reason."""

from __future__ import annotations

from recview.model.events import Finish, StreamEvent, UsageUpdate
from recview.model.json_value import JSON, as_count, as_string
from recview.model.usage import Usage

_COUNTS = ("prompt_eval_count", "eval_count")


def read_usage(data: dict[str, JSON]) -> Usage | None:
    """The counts stand among other fields, so `raw` holds just them; a prompt from the cache has none."""
    raw = {key: data[key] for key in _COUNTS if data.get(key) is not None}
    if not raw:
        return None
    return Usage(as_count(raw.get("prompt_eval_count")), as_count(raw.get("eval_count")), raw=raw)


def read_end(data: dict[str, JSON], events: list[StreamEvent]) -> None:
    """Adds the finish reason and the usage, where this chunk has them."""
    if reason := as_string(data.get("done_reason")):
        events.append(Finish(0, reason))
    if usage := read_usage(data):
        events.append(UsageUpdate(usage))
