"""The filter line while somebody types it: what stands there may not be finished yet. Knows no widget, and no keys."""

from __future__ import annotations

import re

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_OPENING = re.compile(r'(?:^|[\s:|-])"')
_SEARCH_AT_END = re.compile(r'(?:^|\s)text:"(?:[^"\\]|\\.)*"?\s*$', re.DOTALL)
_VALUE_TO_COME = re.compile(r'(?:^|\s)-?[A-Za-z]+:"{0,2}$')


def begin_search(text: str) -> str:
    """The line with a quote opened for a phrase at its end; a search that stands there already gives way to it."""
    return f'{_SEARCH_AT_END.sub("", text).rstrip()} text:"'.lstrip()


def awaits_value(text: str) -> bool:
    """Whether the line ends in a key whose value is still to come: nothing is wrong yet."""
    return _VALUE_TO_COME.search(text) is not None


def close_quote(text: str) -> str:
    """The line with its last quote closed, where it is open."""
    return text + '"' if _OPENING.search(_QUOTED.sub("", text)) else text


def finish(text: str) -> str:
    """The line as it is left: no open quote, and no key without a value at its end."""
    return close_quote(_VALUE_TO_COME.sub("", text))
