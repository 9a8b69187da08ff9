"""Growing series: tests that record one call for every prefix of a stream, so that each call is like its neighbour.

The nearest neighbour says nothing there; only the grown text itself tells the members apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from recview.analysis.likeness import Call
from recview.model.json_value import JSON, pointer

SHORTEST = 8
"""Fewer calls that grow are a conversation, not a series."""

_TAILS = 8


def grown_texts(sides: Sequence[Sequence[Call]]) -> dict[Call, str]:
    """Of calls of one test and endpoint, those in a growing series: the call -> the text grown so far.

    `sides` are the calls of the old and of the new recordings: the text may stand elsewhere in each, but one series
    may run through both.
    """
    if sum(map(len, sides)) < SHORTEST:
        return {}
    values: dict[Call, str] = {}
    for calls in sides:
        values |= _varying_strings(calls)
    members = _chained(set(values.values()))
    return {call: text for call, text in values.items() if text in members}


def _varying_strings(calls: Sequence[Call]) -> dict[Call, str]:
    """The string that differs most from call to call, at the one place in the body where it does."""
    by_path: dict[str, dict[Call, str]] = defaultdict(dict)
    for call in calls:
        for path, text in _strings(call.recording.request.body, ()):
            by_path[path][call] = text
    if not by_path:
        return {}
    return max(by_path.values(), key=lambda texts: len(set(texts.values())))


def _strings(value: JSON, path: tuple[str | int, ...]) -> Iterable[tuple[str, str]]:
    pending: list[tuple[JSON, tuple[str | int, ...]]] = [(value, path)]
    while pending:
        value, path = pending.pop()
        if isinstance(value, str):
            yield pointer(path), value
        elif isinstance(value, dict):
            pending.extend((item, (*path, key)) for key, item in value.items())
        elif isinstance(value, list):
            pending.extend((item, (*path, at)) for at, item in enumerate(value))


def _chained(texts: Iterable[str]) -> set[str]:
    """The texts that lie on a chain, each grown from the one before, of at least SHORTEST links."""
    chains: list[list[str]] = []
    for text in sorted(texts, key=lambda text: (len(text), text)):
        chain = next((chain for chain in reversed(chains[-_TAILS:]) if _grows(chain[-1], text)), None)
        if chain is None:
            chains.append([text])
        else:
            chain.append(text)
            chains.remove(chain)
            chains.append(chain)  # the latest to grow is the likeliest to grow on
    return {text for chain in chains if len(chain) >= SHORTEST for text in chain}


def _grows(shorter: str, longer: str) -> bool:
    """Whether `longer` is `shorter` with something put in at one place."""
    if longer.startswith(shorter):
        return True
    low, high = 0, len(shorter)
    while low < high:
        middle = (low + high + 1) // 2
        if longer.startswith(shorter[:middle]):
            low = middle
        else:
            high = middle - 1
    return low > 0 and longer.endswith(shorter[low:])
