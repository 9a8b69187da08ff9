"""JSON values and safe ways into them: recorded data has any shape, so a wrong shape reads as absent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, Union

JSON: TypeAlias = Union[bool, int, float, str, "list[JSON]", "dict[str, JSON]", None]


def as_object(value: object) -> dict[str, JSON]:
    """`value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_array(value: object) -> list[JSON]:
    """`value` if it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def as_string(value: object) -> str | None:
    """`value` if it is a string, else None."""
    return value if isinstance(value, str) else None


def as_count(value: object) -> int | None:
    """`value` if it is a non-negative whole number (a bool is none; 21.0 counts as 21), else None."""
    if type(value) is float and value.is_integer():
        value = int(value)
    return value if type(value) is int and value >= 0 else None


def pointer(tokens: Iterable[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a path of keys and positions; the whole document is ``""``."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def pointer_tokens(path: str) -> list[str]:
    """The unescaped tokens of a JSON Pointer; ValueError where it is none."""
    if not path:
        return []
    if not path.startswith("/"):
        raise ValueError(f"a JSON Pointer starts with '/': {path!r}")
    return [token.replace("~1", "/").replace("~0", "~") for token in path[1:].split("/")]


def value_at(document: JSON, path: str) -> JSON:
    """What stands in a document at a JSON Pointer; None where nothing does."""
    value = document
    for token in pointer_tokens(path):
        if isinstance(value, dict):
            value = value.get(token)
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return None
    return value
