"""JSON in and out: the only place that knows JSON libraries.

Documents are read by msgspec, for orjson rounds whole numbers beyond 64 bits; rows, of which there are many more, by
orjson. What either refuses (lone surrogates, NaN) is read again by the standard library. Writing escapes whatever
could speak to a terminal.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

import orjson

from recview.model.json_value import JSON
from recview.wire.terminal import UNSAFE

_LONG_NUMBER = re.compile(rb"\d{19}")
"""May be too long for 64 bits."""


class DocumentError(ValueError):
    """Bytes that are no JSON document; `offset` is the byte where reading stopped."""

    def __init__(self, reason: str, offset: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


def loads(data: bytes) -> JSON:
    """The JSON value in `data`, exact. Raises DocumentError, never anything else."""
    try:
        return cast(JSON, _exact()(data))
    except RecursionError:  # it goes as deep as Python's stack has room, orjson always as deep as 1,024
        return _loads_tolerant(data) if _LONG_NUMBER.search(data) else loads_fast(data)
    except ValueError:
        return _loads_tolerant(data)  # NaN and lone surrogates, which Python's recorder writes, and all that is no JSON


@cache
def _exact() -> Callable[[bytes], object]:
    """Loaded by whoever opens a document: rows and caches, of which a short command reads thousands, do without."""
    from msgspec.json import decode

    return decode


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
        raise DocumentError(_plain_reason(error, text), offset) from None
    except RecursionError:
        raise DocumentError("nested too deeply to read", None) from None
    except ValueError:  # Python's digit limit
        raise DocumentError("a whole number in it has too many digits to read", None) from None


_LITERALS = ("true", "false", "null", "NaN", "Infinity", "-Infinity", ".0", "e+0", "e-0", "E+0", "E-0")
"""Values, and how numbers may go on: what a cut document may end amidst."""
_CUT_ESCAPE = re.compile("u[0-9a-fA-F]{0,4}")


def _plain_reason(error: json.JSONDecodeError, text: str) -> str:
    where = f"line {error.lineno}, column {error.colno}"
    if error.msg == "Extra data":
        return f"no JSON: something stands behind its end ({where})"
    return f"the JSON ends too early ({where})" if _is_cut(error, text) else f"no JSON: {error.msg} ({where})"


def _is_cut(error: json.JSONDecodeError, text: str) -> bool:
    """Whether more text could have made it right."""
    if error.msg.startswith("Unterminated"):
        return True
    rest = text[error.pos :].rstrip()
    return bool(_CUT_ESCAPE.fullmatch(rest)) or any(literal.startswith(rest) for literal in _LITERALS)


def dumps(value: JSON, *, indent: bool = False) -> str:
    """`value` as exact JSON text; control, C1 and bidirectional characters and lone surrogates as `\\u` escapes.

    NaN and the infinities, which JSON does not have, become null.
    """
    try:
        option = orjson.OPT_INDENT_2 if indent else 0
        text = orjson.dumps(value, option=option).decode()
    except (TypeError, orjson.JSONEncodeError):  # whole numbers beyond 64 bits, lone surrogates, deep nesting
        text = _dumps_tolerant(value, (",", ": ") if indent else (",", ":"), 2 if indent else None)
    return escape_unsafe(text)


def dumps_bytes(value: JSON) -> bytes:
    """As `dumps`, in bytes and not fit for a terminal: what is written to be read again by ourselves."""
    try:
        return orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError):
        return dumps(value).encode()


def dumps_plain(value: JSON) -> str:
    """`value` as JSON on one line as people write it, a space after each `:` and `,`. Nothing is made harmless."""
    return _dumps_tolerant(value, (", ", ": "), None)


def _dumps_tolerant(value: JSON, separators: tuple[str, str], indent: int | None) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    except (RecursionError, ValueError):
        return "".join(_pieces(value, *separators))


class _Written(str):
    """JSON text among values that are still to be written."""


def _pieces(value: JSON, comma: str, colon: str) -> Iterator[str]:
    """The JSON text of a value of any depth, on one line: what is still to be written waits on a stack."""
    waiting: list[JSON | _Written] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, _Written):
            yield item
        elif isinstance(item, dict) and item:
            waiting.append(_Written("}"))
            for position, (key, inner) in reversed(list(enumerate(item.items()))):
                opening = comma if position else "{"
                waiting += (inner, _Written(f"{opening}{json.dumps(key, ensure_ascii=False)}{colon}"))
        elif isinstance(item, list) and item:
            waiting.append(_Written("]"))
            for position, inner in reversed(list(enumerate(item))):
                waiting += (inner, _Written(comma if position else "["))
        elif isinstance(item, float) and not math.isfinite(item):
            yield "null"
        else:
            yield json.dumps(item, ensure_ascii=False)


def escape_unsafe(json_text: str) -> str:
    """JSON text with every character that could speak to a terminal as a `\\u` escape."""
    if json_text.isascii() and "\x7f" not in json_text:
        return json_text  # the controls of ASCII are escaped in JSON, all but this one
    return UNSAFE.sub(lambda match: _escape(match[0]), json_text)


def _escape(character: str) -> str:
    if character == "\n":
        return character  # only ever between values: inside a string JSON has it escaped already
    code = ord(character)
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
