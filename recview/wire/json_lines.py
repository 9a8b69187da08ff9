"""JSON that was recorded line by line: a document a line, or one over several, such as the body of a failed request."""

from __future__ import annotations

from collections.abc import Sequence

from recview.model.json_value import JSON
from recview.model.value import value
from recview.wire.documents import DocumentError, loads

_EVENT_FIELDS = ("data:", "event:", "id:", "retry:", ":")
_MOST_FAULTS = 1000
"""After so many lines that are no document the rest are kept as they are: to fail at one takes long."""


@value
class JsonLines:
    """A document, and the lines it stands on; the text of a line that is none."""

    data: JSON
    lines: tuple[str, ...]


def parse_json_lines(lines: Sequence[str]) -> list[JsonLines]:
    """The documents of lines that hold JSON and no server-sent events, blank lines left out; empty for any others."""
    said = [line for line in lines if line.strip()]
    if not said or said[0].lstrip()[:1] not in ("{", "[") or any(line.startswith(_EVENT_FIELDS) for line in said):
        return []
    each = _parsed_each(said)
    if len(said) > 1 and any(isinstance(data, str) for data in each):
        whole = _parsed("\n".join(said))
        if not isinstance(whole, str):
            return [JsonLines(whole, tuple(said))]
    return [JsonLines(data, (line,)) for data, line in zip(each, said, strict=True)]


def _parsed_each(lines: list[str]) -> list[JSON]:
    parsed: list[JSON] = []
    fault_count = 0
    for line in lines:
        data = _parsed(line) if fault_count < _MOST_FAULTS else line
        fault_count += data is line
        parsed.append(data)
    return parsed


def _parsed(text: str) -> JSON:
    try:
        return loads(text.encode("utf-8", "surrogatepass"))
    except DocumentError:
        return text
