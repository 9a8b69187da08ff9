"""Which recordings a request nearly hit, and by which edits it missed them. Pure: takes recordings, returns values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from recview.analysis.hash_rules import CURRENT, RULES, HashRule
from recview.analysis.hashed_changes import hash_options
from recview.analysis.jsondiff import ChangeOp, diff
from recview.analysis.likeness import Call, Vocabulary, body_distance, distance
from recview.analysis.request_hash import compute, rule_of, url_path
from recview.analysis.shortlist import Shortlist
from recview.model.json_value import JSON
from recview.model.recording import Recording, Request
from recview.model.value import value

_MEASURED = 24
"""Of many candidates so many are measured for each one that is asked for."""
_OTHER_TEST = 0.2
_OTHER_PARAMETERS = 0.1
_OTHER_ENDPOINT = 0.5


@value
class Edit:
    """One thing to change in the request so that it hits: its own value, and the one that was recorded."""

    op: ChangeOp
    path: str
    """JSON Pointer into the body; `test_id`, `method` or `endpoint` for what is hashed beside it."""
    old: JSON
    new: JSON


@value
class Relative:
    """A recording near to a request."""

    recording: Recording
    likeness: float
    """The share of the words of both bodies that they have in common, 0 to 1."""
    same_test: bool
    edits: tuple[Edit, ...]
    """The fewest edits of the request that would have hit the recording; none: it is what the request asks for."""

    @property
    def percent(self) -> int:
        """The likeness in whole percent, cut, not rounded: what differs at all is never called wholly alike."""
        percent = round(self.likeness * 10_000) // 100
        return min(percent, 99) if self.edits else percent


def nearest(
    asked: Recording, candidates: Iterable[Recording], limit: int = 5, tells_test: bool = True
) -> list[Relative]:
    """The recordings nearest to a request, nearest first: of the same test and endpoint before others as much alike.

    What `asked` does not tell (a bare body has no URL and no test; `tells_test`: whether it says of which test it is,
    and be it none) counts as the same. `asked` itself is left out.
    """
    vocabulary = Vocabulary()
    call = Call(asked, vocabulary)
    others = [Call(candidate, vocabulary) for candidate in candidates if candidate is not asked]
    ranked = sorted(_worth_measuring(call, others, limit), key=lambda other: (_rank(call, other), other.recording.path))
    return [
        Relative(
            recording=other.recording,
            likeness=round(1 - body_distance(call, other), 4),
            same_test=asked.test_id is not None and asked.test_id == other.recording.test_id,
            edits=edits_to_hit(asked, other.recording, tells_test),
        )
        for other in ranked[:limit]
    ]


def answering(asked: Recording, candidates: Iterable[Recording], tells_test: bool = True) -> list[Recording]:
    """The recordings that bear the name which some rule gives a request, `asked` itself among them.

    A request that does not tell its test is given that of each candidate in turn, a bare body URL and method too.
    """
    request = asked.request
    if tells_test and not _is_bare(asked):
        names = _names(request, asked.test_id)
        return [candidate for candidate in candidates if names & _hashes(candidate.name)]
    return [
        candidate
        for candidate in candidates
        if candidate.request.model == request.model
        and _names(replace(candidate.request, body=request.body) if _is_bare(asked) else request, candidate.test_id)
        & _hashes(candidate.name)
    ]


def edits_to_hit(asked: Recording, recorded: Recording, tells_test: bool = True) -> tuple[Edit, ...]:
    """What must change in `asked` for the recorder to ask for `recorded`, by the rule that named that recording."""
    rule = rule_of(recorded) or CURRENT
    beside = [] if _is_bare(asked) else edits_beside_body(asked, recorded, rule)
    edits = [edit for edit in beside if tells_test or edit.path != "test_id"]
    changes = diff(asked.request.body, recorded.request.body, hash_options(recorded)).changes
    edits += [Edit(change.op, change.path, change.old, change.new) for change in changes if change.hashed]
    return tuple(edits)


def edits_beside_body(asked: Recording, recorded: Recording, rule: HashRule = CURRENT) -> list[Edit]:
    """What must change in `asked` that is hashed beside its body: the test, the method, the endpoint."""
    return [
        Edit("replace", name, ours, theirs)
        for name, ours, theirs in _beside_body(asked, recorded, rule)
        if ours != theirs
    ]


def _is_bare(asked: Recording) -> bool:
    """Whether only a body is known, and nothing of where it was sent."""
    return asked.request.kind == "sdk" and asked.request.url is None


def _beside_body(asked: Recording, recorded: Recording, rule: HashRule) -> Iterable[tuple[str, JSON, JSON]]:
    """What is hashed beside the body, on both sides."""
    ours, theirs = asked.request, recorded.request
    if theirs.kind == "tool":
        yield "provider", ours.provider, theirs.provider
        yield "tool_name", ours.name, theirs.name
        return
    yield "method", ours.method, theirs.method
    if theirs.kind == "http":
        yield "url", ours.url, theirs.url
    path = url_path(theirs.url or "")
    if theirs.kind == "sdk":
        yield "endpoint", url_path(ours.url or ""), path
    if theirs.kind == "http" or rule.hashes_test(path):
        yield "test_id", asked.test_id, recorded.test_id


def _names(request: Request, test_id: str | None) -> set[str | None]:
    return {compute(request, test_id, rule) for rule in RULES} - {None}


def _hashes(name: str) -> set[str | None]:
    """A file's name, and the hash in the name of a model list."""
    return {name, name.removeprefix("models-").partition("-")[0]}


def _worth_measuring(call: Call, others: Sequence[Call], limit: int) -> Iterable[Call]:
    if len(others) <= _MEASURED:
        return others
    of_same_test = [other for other in others if call.test and other.test == call.test]
    of_same_endpoint = [other for other in others if _is_bare(call.recording) or other.endpoint == call.endpoint]
    likest = Shortlist(of_same_endpoint or others).closest(call, max(limit, _MEASURED))
    return dict.fromkeys([*of_same_test, *((of_same_endpoint or others)[at] for at in likest)])


def _rank(call: Call, other: Call) -> float:
    """The distance, and something for what is another test or endpoint altogether."""
    rank = distance(call, other)
    if call.test and call.test != other.test:
        rank += _OTHER_PARAMETERS if call.function == other.function else _OTHER_TEST
    if not _is_bare(call.recording) and call.endpoint != other.endpoint:
        rank += _OTHER_ENDPOINT
    return rank
