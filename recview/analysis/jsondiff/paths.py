"""Patterns of JSON Pointers, as a person writes them to leave something out of a diff. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from recview.errors import RecviewError


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A JSON Pointer in which `*` is any one key or position, and `**` any number of them.

    It matches what it names, and everything inside that.
    """

    text: str
    _fullmatch: Callable[[str], object] = field(repr=False, compare=False)

    def matches(self, path: str) -> bool:
        """Whether the pattern names `path` (a JSON Pointer) or something it lies in."""
        return self._fullmatch(path) is not None


def parse_pattern(text: str) -> PathPattern:
    """The pattern in `text`, such as `/messages/*/content` or `/**/id`; RecviewError where it is none."""
    hint = "Write a JSON Pointer, with * for one key or position and ** for any number: /messages/*/content"
    if not text.startswith("/"):
        raise RecviewError(f"not a path to ignore: {text!r} does not begin with '/'", hint)
    expression = ""
    for token in text[1:].split("/"):
        if token == "**":
            expression += "(?:/[^/]*)*"
        elif token == "*":
            expression += "/[^/]*"
        elif "*" in token:
            raise RecviewError(f"not a path to ignore: in {text!r}, '*' must stand for a whole key", hint)
        elif re.search("~(?![01])", token):
            raise RecviewError(f"not a path to ignore: in {text!r}, '~' is written ~0", hint)
        else:
            expression += "/" + re.escape(token)
    return PathPattern(text, re.compile(expression + "(?:/.*)?", re.DOTALL).fullmatch)
