"""JSON in and out: the only place that knows a JSON library.

Reading is exact: what orjson would round or refuse (whole numbers beyond 64 bits, lone surrogates, NaN) is read
again by the standard library. Writing escapes whatever could speak to a terminal.
"""

from __future__ import annotations

import json
import re
from typing import cast

import orjson

from recview.model.json_value import JSON
from recview.wire.terminal import UNSAFE

_LONG_INTEGER = re.compile(rb"(?<![\d.eE+-])-?\d{19,}(?![\d.eE])")
_DIGITS_TO_ZERO = bytes.maketrans(b"123456789", b"000000000")


class DocumentError(ValueError):
    """Bytes that are no JSON document; `offset` is the byte where reading stopped."""

    def __init__(self, reason: str, offset: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


def loads(data: bytes) -> JSON:
    """The JSON value in `data`, exact. Raises DocumentError, never anything else."""
    try:
        if not _may_overflow(data):
            return cast(JSON, orjson.loads(data))
    except orjson.JSONDecodeError:
        pass  # orjson refuses NaN and lone surrogates, which Python's recorder writes: read it again below
    return _loads_tolerant(data)


def _may_overflow(data: bytes) -> bool:
    """Whether a whole number in `data` may be too long for orjson, which would round it."""
    if b"0" * 19 not in data.translate(_DIGITS_TO_ZERO):
        return False  # the regular expression below costs more than parsing does
    return _LONG_INTEGER.search(data) is not None


def loads_fast(data: bytes) -> JSON:
    """As `loads`, but whole numbers beyond 64 bits may come back as floats: for rows, not for documents."""
    try:
        return cast(JSON, orjson.loads(data))
    except orjson.JSONDecodeError:
        return _loads_tolerant(data)


def _loads_tolerant(data: bytes) -> JSON:
    if not data.strip():
        raise DocumentError("the file is empty", 0)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"not UTF-8: {error.reason}", error.start) from None
    try:
        return cast(JSON, json.loads(text))
    except json.JSONDecodeError as error:
        offset = len(text[: error.pos].encode("utf-8", "surrogatepass"))
        raise DocumentError(_plain_reason(error, len(text)), offset) from None
    except RecursionError:
        raise DocumentError("nested too deeply to read", None) from None
    except ValueError as error:  # an integer beyond Python's digit limit
        raise DocumentError(str(error), None) from None


def _plain_reason(error: json.JSONDecodeError, length: int) -> str:
    at_end = error.pos >= length - 1 or error.msg.startswith("Unterminated")
    where = f"line {error.lineno}, column {error.colno}"
    return f"the JSON ends too early ({where})" if at_end else f"no JSON: {error.msg} ({where})"


def dumps(value: JSON, *, indent: bool = False) -> str:
    """`value` as exact JSON text; control, C1 and bidirectional characters and lone surrogates as `\\u` escapes."""
    try:
        option = orjson.OPT_INDENT_2 if indent else 0
        text = orjson.dumps(value, option=option).decode()
    except (TypeError, orjson.JSONEncodeError):
        separators = (",", ": ") if indent else (",", ":")
        text = json.dumps(value, ensure_ascii=False, indent=2 if indent else None, separators=separators)
    return escape_unsafe(text)


def escape_unsafe(json_text: str) -> str:
    """JSON text with every character that could speak to a terminal as a `\\u` escape."""
    return UNSAFE.sub(lambda match: _escape(match[0]), json_text)


def _escape(character: str) -> str:
    if character == "\n":
        return character  # only ever between values: inside a string JSON has it escaped already
    code = ord(character)
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
