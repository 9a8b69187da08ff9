"""Finds what a hash, a recording or a bare request stands for among the recordings on disk."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path
from typing import Literal

from recview import formats
from recview.analysis.nearest import Relative, answering, nearest
from recview.analysis.request_hash import HashVerdict, compute, explain
from recview.errors import RecviewError
from recview.model.json_value import JSON, as_object
from recview.model.recording import Recording, Unreadable
from recview.model.value import record, value
from recview.store.collector import collector_paused
from recview.store.reading import read_file
from recview.store.roots import open_roots
from recview.store.rows import full_row
from recview.store.scan import FoundFile, list_files
from recview.wire.documents import DocumentError, dumps, loads

AskedKind = Literal["recording", "request", "hash"]

_HASH = re.compile(r"(?:rec-)?(?:models-)?([0-9a-f]{4,64})(?:-[0-9a-f]{8})?(?:\.json)?")
_REQUEST_KEYS = frozenset({"url", "tool_name", "file_id"})
"""An object with one of these is a whole request, another one is a body."""


@value
class Inquiry:
    """What was asked, and what there is for it."""

    kind: AskedKind
    asked: Recording | None
    """The request in question; its response is empty where only a request was given. None: only a hash is known."""
    verdict: HashVerdict | None
    """What the name of a recording says; None for a bare request."""
    named: tuple[Recording, ...]
    """For a hash: the recordings whose name begins with it."""
    answers: tuple[Recording, ...]
    """The recordings that replay finds for the request, or for the hash."""
    relatives: tuple[Relative, ...]
    """The nearest other ones, nearest first."""
    searched: int
    """How many recordings were looked through."""
    unreadable: tuple[Unreadable, ...] = ()
    """What could not be looked through: folders, and files that should hold a recording."""


def inquire(text: str, paths: Sequence[str] = (), limit: int = 5) -> Inquiry:
    """Looks for a hash (or the beginning of one), a recording's file, or a request in a JSON file, below `paths`.

    Without paths the folder of a recording is searched, else what `open_roots` says. Raises RecviewError for text that
    is neither a file nor a hash, and for a file that is no JSON.
    """
    if Path(text).is_file():
        asked, kind = _read_asked(text)
        known = kind == "recording" and not paths
        candidates = _candidates([str(Path(text).parent)] if known else paths, asked=text)
        return _about(asked, kind, candidates, limit)
    name = Path(text).name.lower()
    hashed = _HASH.fullmatch(name)
    if hashed is None:
        raise RecviewError(
            f"{text} is neither a file nor a hash",
            "Name a recording, a JSON file with a request, or at least 4 digits of a hash.",
        )
    return _about_hash(name.removesuffix(".json"), hashed[1], _candidates(paths), limit)


@record
class _Candidates:
    recordings: list[Recording] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def _about(asked: Recording, kind: AskedKind, found: _Candidates, limit: int) -> Inquiry:
    candidates, unreadable = found.recordings, tuple(found.unreadable)
    same_file = os.path.realpath(asked.path)
    others = [one for one in candidates if one.name != asked.name or os.path.realpath(one.path) != same_file]
    tells_test = kind == "recording" or asked.test_id is not None  # a request that was saved may lack it
    answers = answering(asked, [asked, *others] if kind == "recording" else others, tells_test)
    relatives = nearest(asked, [one for one in others if one not in answers], limit, tells_test)
    verdict = explain(asked) if kind == "recording" else None
    return Inquiry(kind, asked, verdict, (), tuple(answers), tuple(relatives), len(candidates), unreadable)


def _about_hash(name: str, digits: str, found: _Candidates, limit: int) -> Inquiry:
    """About what is called `name`, or else about that of which the name begins with these digits."""
    candidates, unreadable = found.recordings, tuple(found.unreadable)
    count = len(candidates)
    named = [one for one in candidates if one.name == name] or [
        one for one in candidates if one.name.removeprefix("models-").startswith(digits)
    ]
    if named:
        asked = _with_response(named[0])
        alike = {one.name for one in named}
        others = [one for one in candidates if one.name not in alike]
        relatives = nearest(asked, others, limit) if len(alike) == 1 else []
        verdict = explain(asked) if len(alike) == 1 else None
        return Inquiry("hash", asked, verdict, tuple(named), tuple(named), tuple(relatives), count, unreadable)
    # No file of that name: it may be what the recorder asks for today where a recording keeps an older name.
    for one in candidates:
        if (compute(one.request, one.test_id) or "").startswith(digits):
            relatives = nearest(one, [other for other in candidates if other is not one], limit)
            return Inquiry("hash", one, explain(one), (), (), tuple(relatives), count, unreadable)
    return Inquiry("hash", None, None, (), (), (), count, unreadable)


def _with_response(candidate: Recording) -> Recording:
    """A candidate read whole, as its name is judged by what came back too; as it is, where that cannot be had."""
    data = read_file(candidate.path)
    found = () if isinstance(data, Unreadable) else formats.read(data, candidate.path)
    return next((one for one in found if isinstance(one, Recording) and one.name == candidate.name), candidate)


def _read_asked(path: str) -> tuple[Recording, AskedKind]:
    data = read_file(path)
    if isinstance(data, Unreadable):
        raise RecviewError(f"{path}: {data.reason}")
    found = formats.read(data, path)[0]
    if isinstance(found, Recording):
        return found, "recording"
    try:
        document = loads(data)
    except DocumentError as error:
        raise RecviewError(f"{path}: {error.reason}") from None
    return _as_request(document, path), "request"


def _as_request(document: JSON, path: str) -> Recording:
    """A recording without response, of a request object, of an object that holds one, or of a body."""
    whole = as_object(document)
    request = as_object(whole.get("request")) or (whole if _REQUEST_KEYS & whole.keys() else {"body": document})
    test_id = whole.get("test_id")
    envelope: JSON = {"test_id": test_id, "request": request, "response": {}}
    (recording,) = formats.read(dumps(envelope).encode(), path)
    if isinstance(recording, Unreadable):
        raise RecviewError(f"{path}: {recording.reason}")
    return recording


def _candidates(paths: Sequence[str], asked: str = "") -> _Candidates:
    """Every recording below the paths, of which only the requests need be read; the file `asked` for is no trouble."""
    listing = list_files(open_roots(paths))
    asked_file = os.path.realpath(asked)
    found = _Candidates()
    found.unreadable += [Unreadable(folder, f"cannot be entered: {reason}") for folder, reason in listing.troubles]
    with collector_paused():
        for file in listing.files:
            items = _read_candidate(file)
            found.recordings += [one for one in items if isinstance(one, Recording)]
            troubles = [one for one in items if isinstance(one, Unreadable)]
            if troubles and full_row(file) is not None and os.path.realpath(file.path) != asked_file:
                found.unreadable += troubles
    return found


def _read_candidate(file: FoundFile) -> Sequence[Recording | Unreadable]:
    data = read_file(file.path)
    if isinstance(data, Unreadable):
        return (data,)
    request_only = formats.read_unanswered(data, file.path)
    return formats.read(data, file.path) if request_only is None else (request_only,)
