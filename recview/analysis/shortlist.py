"""The few calls worth comparing with one call, out of many: an inverted index of the rarest pairs of words."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence

from recview.analysis.likeness import Call

_RAREST = 48


class Shortlist:
    """Answers which of some calls share the rarest pairs of neighbouring words with another one.

    Pairs, because of a few hundred words that everybody uses every pair is still rare.
    """

    def __init__(self, calls: Sequence[Call]) -> None:
        self._lengths = [len(call.words) for call in calls]
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._by_text: dict[str, list[int]] = defaultdict(list)
        self._asked: Counter[str] = Counter()
        for at, call in enumerate(calls):
            self._by_text[call.text].append(at)
            for words in _neighbours(call):
                self._postings[words].append(at)

    def closest(self, call: Call, count: int) -> list[int]:
        """Positions of the `count` likeliest calls, and of those that ask the very same, if there are more.

        Of more than `count` that ask the same, each asker is shown the next few.
        """
        same = self._by_text.get(call.text, [])
        if len(same) > count:
            start = self._asked[call.text]
            self._asked[call.text] += 1
            return [same[(start + step) % len(same)] for step in range(count)]
        known = [self._postings[words] for words in _neighbours(call) if words in self._postings]
        known.sort(key=len)
        shared: dict[int, float] = defaultdict(float)
        for holders in known[:_RAREST]:
            for at in holders:
                shared[at] += 1 / len(holders)
        # Of a conversation every later call has what an earlier one has: the nearest in length is the likest.
        length = len(call.words)
        best = heapq.nlargest(count, shared, key=lambda at: (shared[at], -abs(self._lengths[at] - length)))
        return list(dict.fromkeys([*same, *best]))


def _neighbours(call: Call) -> set[str]:
    words = call.words
    return {words[at : at + 2] for at in range(len(words) - 1)}
