"""Puts a review together from a pairing: compares each pair, groups by request change, tells knock-ons apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from recview.analysis.answer import answer_document
from recview.analysis.assembled import Assembled
from recview.analysis.hashed_changes import hash_options
from recview.analysis.jsondiff import Diff, Options, PathPattern, diff
from recview.analysis.likeness import mask, turns_of
from recview.analysis.nearest import Edit, edits_beside_body
from recview.analysis.pairing import Match, Pairing
from recview.analysis.passing_over import ignored_count, verdict_without_ignored
from recview.analysis.review.knock_ons import Turn, knock_ons
from recview.analysis.review.model import (
    ASPECTS,
    PassedOver,
    Review,
    ReviewedPair,
    Signature,
    Superseded,
    VerdictCounts,
)
from recview.analysis.review.signatures import PathChange, signature_id, signature_of
from recview.analysis.verdict import ResponseVerdict, compare_responses
from recview.model.recording import Recording, Unreadable
from recview.model.value import value

_TIE = 0.5

Answer: TypeAlias = Callable[[Recording], Assembled]
"""Gives a recording's response, assembled."""

_Group: TypeAlias = tuple[tuple[PathChange, ...], bool]
"""What changed, and whether an earlier call's new answer is behind it."""


def build_review(
    pairing: Pairing,
    answer: Answer,
    *,
    identical: int = 0,
    standing: Mapping[str, str] | None = None,
    unreadable: Iterable[Unreadable] = (),
    ignore: tuple[PathPattern, ...] = (),
) -> Review:
    """The review of a pairing.

    `standing` has the path of every old recording that the new side still has, changed or not, and its path there.
    What `ignore` names is passed over, in requests and responses alike: it is counted, and counts for nothing.
    """
    standing = standing or {}
    compared = [_compare(match, answer, ignore) for match in pairing.matches]
    carried = _knock_ons(pairing.matches, [one.request for one in compared], answer)
    knocked_on = _knocked_on(compared, carried)
    groups: dict[_Group, list[int]] = defaultdict(list)
    pairs: list[ReviewedPair] = []
    for at, one in enumerate(compared):
        if one.passed_over:
            continue
        match, explained, beside_body = one.match, carried.get(at, frozenset()), _beside_body(one.match)
        group = (_signature(one, beside_body), at in knocked_on)
        groups[group].append(len(pairs))
        pairs.append(
            ReviewedPair(match, one.request, one.response, signature_id(*group), beside_body, explained, group[1])
        )
    return Review(
        pairs=tuple(pairs),
        signatures=_signatures(groups, pairs),
        added=pairing.added,
        removed=tuple(old for old in pairing.left_over if old.path not in standing),
        superseded=_superseded(pairing.matches, standing),
        unreadable=tuple(unreadable),
        identical=identical,
        passed_over=PassedOver(ignore, sum(one.ignored for one in compared), len(compared) - len(pairs)),
    )


@value
class _Compared:
    match: Match
    request: Diff
    response: ResponseVerdict
    ignored: int = 0
    """How many changes of request and response were to be passed over."""

    @property
    def passed_over(self) -> bool:
        """Whether nothing else that means something differs."""
        return bool(self.ignored) and self.response.same and not self.request.visible


def _compare(match: Match, answer: Answer, ignore: tuple[PathPattern, ...]) -> _Compared:
    request = _request_diff(match, ignore)
    before, after = answer(match.old), answer(match.new)
    raw, new_raw = match.old.response.document, match.new.response.document
    verdict = compare_responses(before, after, raw, new_raw)
    if not ignore:  # two answers are compared place by place only where that is asked for: it takes long
        return _Compared(match, request, verdict)
    response = diff(answer_document(before, raw), answer_document(after, new_raw), Options(ignore=ignore))
    ignored = ignored_count(request) + ignored_count(response)
    return _Compared(match, request, verdict_without_ignored(verdict, response), ignored)


def _request_diff(match: Match, ignore: tuple[PathPattern, ...]) -> Diff:
    """A change counts as hashed where it changes the hash of either side."""
    return diff(match.old.request.body, match.new.request.body, hash_options(match.old, match.new, ignore=ignore))


def _signature(compared: _Compared, beside_body: Sequence[Edit]) -> tuple[PathChange, ...]:
    """What changed in the request; where the bodies are the same, what changed beside them."""
    old, new = compared.match.old.request.body, compared.match.new.request.body
    changes = signature_of(old, new, compared.request.changes)
    if changes or compared.request.changes:
        return changes
    return tuple(sorted(PathChange(edit.path, edit.op) for edit in beside_body))


def _beside_body(match: Match) -> tuple[Edit, ...]:
    """What is hashed beside the body and differs, else another host: that is not hashed, but was asked."""
    edits = edits_beside_body(match.old, match.new) if match.old.name != match.new.name else []
    urls = match.old.request.url, match.new.request.url
    return tuple(edits or ([Edit("replace", "url", *urls)] if urls[0] != urls[1] else []))


def _knocked_on(compared: Sequence[_Compared], carried: Mapping[int, frozenset[int]]) -> set[int]:
    """The pairs whose requests changed because an earlier call's answer did.

    One that somebody edited as well, in the same kind of place, is none: the edit would stand behind what it is not.
    """
    return {at for at, explained in carried.items() if not _is_edited_alike(compared[at], explained)}


def _is_edited_alike(compared: _Compared, carried: frozenset[int]) -> bool:
    """Whether a request changed by itself what it also carries on, by kind of place."""
    own, brought = [], []
    for at, change in enumerate(compared.request.changes):
        if at in carried:
            brought.append(change)
        elif change.noise is None:
            own.append(change)
    bodies = compared.match.old.request.body, compared.match.new.request.body
    return not set(signature_of(*bodies, own)).isdisjoint(signature_of(*bodies, brought))


def _knock_ons(matches: Sequence[Match], diffs: Sequence[Diff], answer: Answer) -> dict[int, frozenset[int]]:
    """For each pair of a test, which of its request's changes an earlier call of that test explains."""
    tests: dict[str, list[int]] = defaultdict(list)
    for at, match in enumerate(matches):
        if match.new.test_id is not None:
            tests[match.new.test_id].append(at)
    explained: dict[int, frozenset[int]] = {}
    for members in tests.values():
        if len(members) > 1 and any(diffs[at].changes for at in members):
            explained |= knock_ons({at: _turn(matches[at], diffs[at], answer) for at in members})
    return explained


def _turn(match: Match, request: Diff, answer: Answer) -> Turn:
    body = match.new.request.body
    length = (len(turns_of(body)), len(mask(body)[0]))
    return Turn(length, request.changes, answer(match.old), answer(match.new))


def _signatures(groups: Mapping[_Group, Sequence[int]], pairs: Sequence[ReviewedPair]) -> tuple[Signature, ...]:
    """Root causes before knock-ons, and the largest group first."""
    signatures = [
        Signature(
            id=signature_id(changes, knock_on),
            changes=changes,
            knock_on=knock_on,
            pairs=tuple(members),
            verdict=_counted(pairs[at].response for at in members),
        )
        for (changes, knock_on), members in groups.items()
    ]
    return tuple(sorted(signatures, key=lambda one: (one.knock_on, -len(one.pairs), one.changes)))


def _counted(responses: Iterable[ResponseVerdict]) -> VerdictCounts:
    counts: dict[str, Counter[str]] = {aspect: Counter() for aspect in ASPECTS}
    for response in responses:
        for aspect in ASPECTS:
            counts[aspect][getattr(response, aspect)] += 1
    return {aspect: dict(sorted(counted.items())) for aspect, counted in counts.items()}


def _superseded(matches: Iterable[Match], standing: Mapping[str, str]) -> tuple[Superseded, ...]:
    """Old recordings of the same test that the new side still has beside their new selves."""
    found = {
        standing[match.old.path]: match.new.path
        for match in matches
        if match.matched_by == "test" and match.confidence > _TIE and match.old.path in standing
    }
    return tuple(Superseded(path, by) for path, by in sorted(found.items()))
