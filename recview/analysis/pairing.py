"""Pairs the recordings of a re-record with their old selves, one to one, and says how surely.

Pure: takes recordings, returns values. The whole old tree is searched, for a re-record adds and rarely deletes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePath
from typing import Literal, TypeAlias

from recview.analysis.assignment import assign
from recview.analysis.likeness import Call, TestName, Vocabulary, asks_something_else, distance
from recview.analysis.pairing_stages import ANOTHER_CALL, OF_RENAMED_TEST, STAGES, SURE, MatchedBy, Stage, is_sibling
from recview.analysis.series import grown_texts
from recview.model.recording import Recording
from recview.model.value import value

WhyAdded: TypeAlias = Literal["new-test", "new-call", "series", "ambiguous"]


@value
class Match:
    """A new recording and its old self."""

    old: Recording
    new: Recording
    matched_by: MatchedBy
    confidence: float
    """1: the same name or the same body. 0.9 and above: the best partner, clearly ahead of the second. Ties are low."""

    @property
    def is_sure(self) -> bool:
        """Whether the old self is the best partner, and clearly ahead of the second."""
        return self.confidence >= SURE


@value
class Added:
    """A new recording without an old self, and why it has none."""

    recording: Recording
    why: WhyAdded


@value
class Pairing:
    """Every new recording stands in `matches` or `added`, every old one in `matches` or `left_over`.

    An old recording that was written anew under its name, and superseded by an added one as well, is in two matches.
    """

    matches: tuple[Match, ...]
    added: tuple[Added, ...]
    left_over: tuple[Recording, ...]


_SERIES_CONFIDENCE = 0.95
_TIE = 0.5
_HASH = re.compile(r"[0-9a-f]{12}")


def pair(
    old: Sequence[Recording],
    new: Sequence[Recording],
    standing: AbstractSet[str] = frozenset(),
    roots: tuple[str, str] = ("", ""),
) -> Pairing:
    """Pairs `new` recordings with `old` ones.

    `standing` are the paths of old recordings that the new side still has, changed or not. `roots`: what the paths of
    the old side begin with, and those of the new one; the folders below are compared.
    """
    return _Pairer(old, new, standing, roots).run()


class _Pairer:
    """The calls of both sides that are still free, and the pairs made so far."""

    def __init__(
        self,
        old: Sequence[Recording],
        new: Sequence[Recording],
        standing: AbstractSet[str],
        roots: tuple[str, str],
    ) -> None:
        vocabulary = Vocabulary()
        self._old = [Call(recording, vocabulary, roots[0]) for recording in old]
        self._new = [Call(recording, vocabulary, roots[1]) for recording in new]
        self._standing = standing
        self._paired: set[Call] = set()
        self._matches: dict[Call, Match] = {}
        self._in_series: set[Call] = set()
        self._ambiguous: set[Call] = set()

    def run(self) -> Pairing:
        self._pair_names()
        for stage in STAGES:
            self._run(stage)
        self._run(self._of_renamed_tests())
        old_tests = {call.test for call in self._old}
        partners = {id(match.old) for match in self._matches.values()}
        return Pairing(
            matches=tuple(self._matches[call] for call in self._new if call in self._matches),
            added=tuple(Added(call.recording, self._why(call, old_tests)) for call in self._free(self._new)),
            left_over=tuple(call.recording for call in self._free(self._old) if id(call.recording) not in partners),
        )

    def _free(self, calls: Iterable[Call]) -> list[Call]:
        return [call for call in calls if call not in self._paired]

    def _match(self, new: Call, old: Call, matched_by: MatchedBy, confidence: float) -> None:
        self._paired |= {new, old}
        self._matches[new] = Match(old.recording, new.recording, matched_by, round(confidence, 3))

    def _pair_names(self) -> None:
        by_name: dict[str, list[Call]] = defaultdict(list)
        for old in self._old:
            by_name[old.recording.name].append(old)
        namesakes = [
            (_shared_tail(new.recording.path, old.recording.path), at, new, old)
            for at, new in enumerate(self._new)
            for old in by_name.get(new.recording.name, ())
            if _HASH.search(new.recording.name) or (new.test, new.endpoint) == (old.test, old.endpoint)
        ]
        named: set[Call] = set()
        for _, _, new, old in sorted(namesakes, key=lambda found: (-found[0], found[1])):
            if new not in self._paired and old not in named:
                self._match(new, old, "name", 1.0)
                named.add(old)
        # What was written anew under its old name may be the old self of an added recording as well.
        self._paired -= {old for old in named if old.recording.path in self._standing}

    def _of_renamed_tests(self) -> Stage:
        """A test of which every call that found an old self found it in one other test is that one, renamed."""
        came_from: dict[TestName, set[TestName | None]] = defaultdict(set)
        for call in self._new:
            if call.test and call in self._matches:
                old_id = self._matches[call].old.test_id
                came_from[call.test].add(TestName.of(old_id) if old_id else None)
        renamed = {test: next(iter(old)) for test, old in came_from.items() if len(old) == 1 and old != {test}}
        return replace(OF_RENAMED_TEST, key=lambda c: c.test and (renamed.get(c.test) or c.test, c.endpoint))

    def _run(self, stage: Stage) -> None:
        blocks: dict[Hashable, list[Call]] = defaultdict(list)
        for call in self._free(self._new):
            if key := stage.key(call):
                blocks[key].append(call)
        if not blocks:
            return
        partners: dict[Hashable, list[Call]] = defaultdict(list)
        for call in self._free(self._old):
            if stage.may_be_old(call, self._stands(call)) and (key := stage.key(call)) in blocks:
                partners[key].append(call)
        for key, new in blocks.items():
            self._pair_block(stage, _in_order(new), _in_order(partners[key]))

    def _stands(self, old: Call) -> bool:
        return old.recording.path in self._standing

    def _pair_block(self, stage: Stage, new: list[Call], old: list[Call]) -> None:
        if stage.matched_by != "body":
            grown = grown_texts((old, new))
            self._pair_series(stage, new, old, grown)
            self._in_series |= {call for call in (*old, *new) if call in grown}
        new = [call for call in self._free(new) if call not in self._in_series]
        old = [call for call in self._free(old) if call not in self._in_series]
        for found in assign(new, old, stage.limit, stage.limit_other_turns):
            confidence = found.confidence
            if is_sibling(found.old, self._stands(found.old)):
                confidence = min(confidence, stage.confidence_standing)
                if stage.matched_by == "test" and asks_something_else(found.new, found.old):
                    confidence = min(confidence, ANOTHER_CALL)
            if found.confidence >= SURE and found.new.recording.request.body == found.old.recording.request.body:
                confidence = 1.0
            if confidence < stage.least:
                continue
            if stage.matched_by == "body" and confidence < _TIE and found.new.text != found.old.text:
                self._ambiguous.add(found.new)
            else:
                self._match(found.new, found.old, stage.matched_by, confidence)

    def _pair_series(self, stage: Stage, new: list[Call], old: list[Call], grown: dict[Call, str]) -> None:
        """Inside a series only the very same grown text makes a pair."""
        by_text: dict[str, list[Call]] = defaultdict(list)
        for call in old:
            if call in grown:
                by_text[grown[call]].append(call)
        for call in new:
            partners = self._free(by_text.get(grown[call], ())) if call in grown else []
            if partners:
                nearest = min(partners, key=lambda partner: distance(call, partner))
                sure = _SERIES_CONFIDENCE if len(partners) == 1 else _TIE
                self._match(call, nearest, stage.matched_by, sure)

    def _why(self, call: Call, old_tests: AbstractSet[TestName | None]) -> WhyAdded:
        if call in self._in_series:
            return "series"
        if call in self._ambiguous:
            return "ambiguous"
        return "new-call" if call.test is None or call.test in old_tests else "new-test"


def _in_order(calls: Iterable[Call]) -> list[Call]:
    """By test and name, so that calls which nothing else tells apart meet in the same order on both sides."""
    return sorted(calls, key=lambda call: (call.recording.test_id or "", call.recording.name))


def _shared_tail(a: str, b: str) -> int:
    """How many of the last parts of two paths are the same."""
    pairs = zip(reversed(PurePath(a).parts), reversed(PurePath(b).parts), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
