"""Shortens JSON text in which object after object says the same but for one text, as the chunks of a stream do.

Each such run becomes one object that says all of their text: what is left is quickly parsed. Works on the bytes as they
lie; knows neither recordings nor vendors, who say where the text stands, and whether it may be joined.
"""

from __future__ import annotations

import re

from recview.model.value import value
from recview.wire.documents import DocumentError, loads_fast

_FEWEST = 4
"""Objects that are worth being made one: with fewer, parsing them costs less."""
_MISSES = 6
"""After so many objects in a row that begin no run, a text is left as it is: it is of another kind."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_REST_OF_STRING = re.compile(rb'(?:[^"\\]|\\.)*', re.DOTALL)


@value
class Alike:
    """In which of their strings the objects of a run may differ. All of it as JSON has it, in quotation marks."""

    kind: bytes
    """What the first member of each says it is."""
    joined: tuple[bytes, ...]
    """Keys whose string is what a run says: the first of them that will do."""
    ignored: bytes
    """Key of a string that stands behind that, may be another in each object, and is lost."""
    least_bytes: int
    """How long a text is that is worth it: in a shorter one, to find runs costs what parsing them does."""


@value
class Run:
    """Objects that were made one."""

    count: int
    """How many they were."""
    text: str
    """What they say together, as the string of that one says it."""


@value
class _Found:
    """A run in the text."""

    run: Run
    text: bytes
    """What it says, as JSON."""
    text_at: int
    text_ends: int
    """Where the first of the objects says its piece of it."""
    ends: int
    """Where the opening of the first object behind the run stands."""


def shorten(data: bytes, key: bytes, alike: Alike) -> tuple[bytes, list[Run]] | None:
    """The text with runs of siblings made one object each; None where there is no run. The last of one may be left out.

    `key` is that of the first member of each object, its kind; in the object that stands for a run, it says which of
    the runs that is, counted from 0. Nothing else of the text is touched: it is valid JSON where it was before. A text
    that has such numbers already is left as it is.
    """
    if len(data) < alike.least_bytes:
        return None
    key += b": "
    opening = key + alike.kind
    at = data.find(opening)
    pieces: list[bytes] = []
    runs: list[Run] = []
    kept_to = misses = 0
    while at >= 0 and misses < _MISSES:
        next_at = data.find(opening, at + len(opening))
        if next_at < 0:
            break
        found = _run(data, at, next_at, alike)
        if found is None:
            misses += 1
            at = next_at
            continue
        misses = 0
        pieces += (data[kept_to:at], key, b"%d" % len(runs))
        pieces += (data[at + len(opening) : found.text_at], found.text, data[found.text_ends : next_at])
        runs.append(found.run)
        kept_to = at = found.ends
    if not runs:
        return None
    pieces.append(data[kept_to:])
    shortened = b"".join(pieces)
    numbered = re.findall(re.escape(key) + rb"\d", shortened)
    return (shortened, runs) if len(numbered) == len(runs) else None


def _run(data: bytes, start: int, stop: int, alike: Alike) -> _Found | None:
    """The run that begins with the object from `start` to the opening of the next one at `stop`, if one does."""
    for key in alike.joined:
        text_at = _in_string(data, key, start, stop)
        if text_at < 0 or not data.startswith(data[start:text_at], stop):
            continue
        text_ends = _string_ends(data, text_at)
        pieces, padding, ends = _follow(data, start, stop, text_at, text_ends, alike.ignored)
        if len(pieces) >= _FEWEST and _is_one_object(data, start, stop, key):
            said = _said_by(pieces, padding)
            if said is None:
                return None
            return _Found(Run(len(pieces), said), b"".join(pieces), text_at, text_ends, ends)
    return None


def _follow(
    data: bytes, start: int, stop: int, text_at: int, text_ends: int, ignored: bytes
) -> tuple[list[bytes], list[bytes], int]:
    """What each object of the run says, what is ignored of it, and where the run ends.

    What stands between is compared as it lies: from a text to the next, over the opening of the next object.
    """
    opening = data[start:text_at]
    at = stop + len(opening)
    ignored_at = _in_string(data, ignored, text_ends, stop)
    if ignored_at < 0:
        pieces, at = _gather(data, at, data[text_ends:stop] + opening)
        return [data[text_at:text_ends], *pieces], [], at - len(opening)
    behind = data[_string_ends(data, ignored_at) : stop] + opening
    both, at = _gather_both(data, at, data[text_ends:ignored_at], behind)
    return [data[text_at:text_ends], *both[::2]], both[1::2], at - len(opening)


def _gather(data: bytes, at: int, between: bytes) -> tuple[list[bytes], int]:
    """The strings from `at` on that have `between` behind them, and where the first stands that has not.

    So little is done for each of them, as it is done for nearly every token of a tree.
    """
    pieces: list[bytes] = []
    find, starts_with, add, length = data.find, data.startswith, pieces.append, len(between)
    while True:
        ends = find(b'"', at)
        if not starts_with(between, ends):
            ends = _string_ends(data, at)  # that quotation mark was escaped
            if not starts_with(between, ends):
                return pieces, at
        add(data[at:ends])
        at = ends + length


def _gather_both(data: bytes, at: int, between: bytes, behind: bytes) -> tuple[list[bytes], int]:
    """As `_gather`, of two strings in turns: one with `between` behind it, one with `behind`."""
    pieces: list[bytes] = []
    find, starts_with, add = data.find, data.startswith, pieces.append
    between_length, behind_length = len(between), len(behind)
    while True:
        ends = find(b'"', at)
        if not starts_with(between, ends):
            ends = _string_ends(data, at)
            if not starts_with(between, ends):
                return pieces, at
        other_at = ends + between_length
        other_ends = find(b'"', other_at)
        if not starts_with(behind, other_ends):
            return pieces, at
        add(data[at:ends])
        add(data[other_at:other_ends])
        at = other_ends + behind_length


def _in_string(data: bytes, key: bytes, start: int, stop: int) -> int:
    """Where the string of a key begins, behind its quotation mark; -1 where there is no such key with a string."""
    at = data.find(key + b': "', start, stop)
    return at if at < 0 else at + len(key) + 3


def _string_ends(data: bytes, at: int) -> int:
    """Where the string ends within which `at` stands."""
    rest = _REST_OF_STRING.match(data, at)
    return rest.end() if rest else at


def _is_one_object(data: bytes, start: int, stop: int, key: bytes) -> bool:
    """Whether this is the rest of an object behind its brace, with that key once, and a comma and a brace behind it."""
    text = data[start:stop].rstrip()
    if not text.endswith(b"{") or not (text := text[:-1].rstrip()).endswith(b",") or text.count(key) != 1:
        return False
    try:
        return isinstance(loads_fast(b"{" + text[:-1]), dict)
    except DocumentError:
        return False


def _said_by(pieces: list[bytes], padding: list[bytes]) -> str | None:
    """What the pieces of JSON strings say in a row; None where one is no string, or all in one would not say the same.

    So it is where a character was cut in two, or where a piece ends in the middle of an escape.
    """
    try:
        said = loads_fast(b'["%b"]' % b'","'.join([*pieces, *padding]))
    except DocumentError:
        return None
    if not isinstance(said, list) or len(said) != len(pieces) + len(padding):
        return None
    text = "".join(said[: len(pieces)])  # type: ignore[arg-type]
    return text if text.isascii() or _SURROGATE.search(text) is None else None
