"""Which recordings a newer one has taken the place of, as far as their requests tell. Knows no disk."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath

from recview.analysis.request_hash import current_name
from recview.model.json_value import as_object
from recview.model.recording import Recording
from recview.model.value import value

_BOOKKEEPING = "stream_options"
"""What a request may say of how it is to be answered, without asking for anything else."""


@value
class RequestIdentity:
    """As much of a recording as it takes to compare it with thousands of others."""

    path: str
    name: str
    folder: str
    """Where replay looks for it: recordings of different folders never meet."""
    current_name: str | None
    """What the recorder would call it today."""
    question: bytes | None
    """A digest of test, endpoint and body without bookkeeping; None where there is no test to tell them apart."""
    has_bookkeeping: bool

    @classmethod
    def of(cls, recording: Recording) -> RequestIdentity:
        """Reads a recording's request."""
        request = recording.request
        return cls(
            path=recording.path,
            name=recording.name,
            folder=_folder(recording.path),
            current_name=current_name(recording),
            question=_question(recording),
            has_bookkeeping=_BOOKKEEPING in as_object(request.body),
        )


def _folder(path: str) -> str:
    """The folder `recordings`, be it for the older layout with `responses` below it."""
    folder = PurePath(path).parent
    return str(folder.parent if folder.parts[-2:] == ("recordings", "responses") else folder)


def _question(recording: Recording) -> bytes | None:
    request = recording.request
    if recording.test_id is None or request.kind != "sdk":
        return None
    bare = {key: value for key, value in as_object(request.body).items() if key != _BOOKKEEPING}
    try:
        text = json.dumps([recording.test_id, request.method, request.endpoint, bare], sort_keys=True)
    except RecursionError:
        return None
    return hashlib.sha256(text.encode()).digest()


def find_superseded(identities: Iterable[RequestIdentity]) -> dict[str, str]:
    """Path of each superseded recording -> path of the one in its place.

    That is one of the same request under the name that the present rule gives it, or, of the same test, one of
    the same request that also asks for bookkeeping such as usage: replay finds only the newer.
    """
    known = list(identities)
    by_current_name = {(one.folder, one.name): one for one in known if one.name == one.current_name}
    by_question: defaultdict[tuple[str, bytes], list[RequestIdentity]] = defaultdict(list)
    for one in known:
        if one.question is not None:
            by_question[one.folder, one.question].append(one)
    superseded: dict[str, str] = {}
    for one in known:
        successor = None
        if one.name != one.current_name:
            successor = by_current_name.get((one.folder, one.current_name or ""))
        if successor is None and one.question is not None and not one.has_bookkeeping:
            rivals = by_question[one.folder, one.question]
            successor = next((rival for rival in rivals if rival.has_bookkeeping), None)
        if successor is not None:
            superseded[one.path] = successor.path
    return superseded
