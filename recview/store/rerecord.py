"""From two sides of a re-record to its review: reads what differs, and of the rest only what may be an old self."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from recview import formats
from recview.analysis.assembled import Assembled
from recview.analysis.jsondiff import PathPattern
from recview.analysis.likeness import turns_of
from recview.analysis.pairing import Pairing, pair
from recview.analysis.review import Review, build_review
from recview.model.json_value import JSON
from recview.model.recording import Recording, Unreadable
from recview.model.value import record
from recview.store.collector import collector_paused
from recview.store.reading import LoadedRecording
from recview.store.revisions import Side, compare_sides


def review_sides(old: Side, new: Side, ignore: tuple[PathPattern, ...] = ()) -> Review:
    """Compares two sides: every new or rewritten recording with its old self, sought in the whole old side.

    What `ignore` names counts for nothing (see `build_review`).
    """
    difference = compare_sides(old, new)
    standing = {old.name(path): new.name(path) for path in (*difference.identical, *difference.modified)}
    with collector_paused():
        before = _read(old, [*difference.modified, *difference.removed])
        after = _read(new, [*difference.modified, *difference.added])
        identical = _drop_equal(before, after, standing)
        added = {new.name(path) for path in difference.added}
        partners: list[Recording] = []
        if any(recording.path in added for recording in after.recordings):
            partners = list(_read_partners(old, difference.identical, after.recordings))
            identical += len(partners)
        else:
            identical += _count(old, difference.identical)
        roots = old.name(""), new.name("")
        pairing = pair([*before.recordings, *partners], after.recordings, standing.keys(), roots)
        pairing = _answered(pairing, partners, old)
        return build_review(
            pairing,
            _Answers(),
            identical=identical,
            standing=standing,
            unreadable=(*old.closed.values(), *new.closed.values(), *before.unreadable, *after.unreadable),
            ignore=ignore,
        )


@record
class _Found:
    recordings: list[Recording] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def _read(side: Side, paths: Sequence[str]) -> _Found:
    """Every recording of some files; what is none, and need not be one, is passed over."""
    found = _Found()
    for path, data in side.read(paths):
        name = side.name(path)
        if isinstance(data, Unreadable):
            found.unreadable.append(data)
            continue
        for item in formats.read(data, name):
            if isinstance(item, Recording):
                found.recordings.append(item)
            elif side.entries[path].expected or _breaks_off(data, item):
                found.unreadable.append(item)
    return found


def _breaks_off(data: bytes, unreadable: Unreadable) -> bool:
    """Whether what cannot be read began as a recording."""
    return bool(unreadable.offset) and formats.detect(data[: formats.HEAD_BYTES]) is not None


def _drop_equal(before: _Found, after: _Found, standing: Mapping[str, str]) -> int:
    """Takes out what was only laid out anew, or lies unchanged beside what was rewritten in the same file."""
    rewritten = {(one.path, one.name): one for one in after.recordings}
    kept: list[Recording] = []
    for old in before.recordings:
        key = standing.get(old.path, ""), old.name
        if key in rewritten and _same(rewritten[key].document, old.document):
            del rewritten[key]
        else:
            kept.append(old)
    equal = len(before.recordings) - len(kept)
    before.recordings, after.recordings = kept, list(rewritten.values())
    return equal


def _same(one: JSON, other: JSON) -> bool:
    """Whether two documents are the same to JSON, for which 1, 1.0 and true are three values."""
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _read_partners(side: Side, paths: Sequence[str], wanted: Sequence[Recording]) -> Iterator[Recording]:
    """The recordings of some files as far as pairing needs them: whole where one of the same call is `wanted`."""
    calls = {(one.test_id, one.request.endpoint, len(turns_of(one.request.body))) for one in wanted}
    for path, data in side.read(paths):
        if isinstance(data, Unreadable):
            continue
        name = side.name(path)
        asked = formats.read_unanswered(data, name)
        if asked is None or (asked.test_id, asked.request.endpoint, len(turns_of(asked.request.body))) in calls:
            yield from (item for item in formats.read(data, name) if isinstance(item, Recording))
        else:
            yield asked


def _count(side: Side, paths: Sequence[str]) -> int:
    """How many files are recordings; a folder of recordings is taken at its word."""
    others = [path for path in paths if not side.entries[path].expected]
    readable = (data for _, data in side.read(others) if isinstance(data, bytes))
    return len(paths) - len(others) + sum(formats.read_unanswered(data, "") is not None for data in readable)


def _answered(pairing: Pairing, partners: Sequence[Recording], side: Side) -> Pairing:
    """Reads the responses of those partners that have found a new self."""
    unanswered = {id(partner) for partner in partners if partner.response.document == {}}
    wanted = {match.old.path for match in pairing.matches if id(match.old) in unanswered}
    paths = [path for path in side.entries if side.name(path) in wanted]
    whole = {(one.path, one.name): one for one in _read(side, paths).recordings}
    matches = (
        replace(match, old=whole.get((match.old.path, match.old.name), match.old))
        if id(match.old) in unanswered
        else match
        for match in pairing.matches
    )
    return replace(pairing, matches=tuple(matches))


class _Answers:
    """Assembles each response once."""

    def __init__(self) -> None:
        self._assembled: dict[int, tuple[Recording, Assembled]] = {}

    def __call__(self, recording: Recording) -> Assembled:
        known = self._assembled.get(id(recording))
        if known is None:
            known = self._assembled[id(recording)] = (recording, LoadedRecording(recording).assembled)
        return known[1]
