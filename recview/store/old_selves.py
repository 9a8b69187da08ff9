"""Which of several recordings of one call are the old and new selves of each other, told by what they ask for."""

from __future__ import annotations

from collections.abc import Collection

from recview.model.recording import Recording
from recview.store.contents import standing_content
from recview.store.reading import LoadedRecording, first_of, load_bytes
from recview.store.versions import VersionStore


def old_selves(
    gone: Collection[str], older: Collection[str], come: Collection[str], versions: VersionStore
) -> list[tuple[str, str]]:
    """The paths of old recordings that are surely the same call as one that came, each with that one.

    Nothing is said where what one of them holds is not to be had any more: another might seem to be its new self.
    """
    from recview.analysis.pairing import pair  # brings rapidfuzz along, and most calls have one recording

    old = [_read(path, versions.previous(path)) for path in gone]
    old += [_read(path, standing_content(path, versions)) for path in older]
    new = [_read(path, standing_content(path, versions)) for path in come]
    readable_old = [one for one in old if one is not None]
    readable_new = [one for one in new if one is not None]
    if len(readable_old) < len(old) or len(readable_new) < len(new):
        return []
    matches = pair(readable_old, readable_new, standing=frozenset(older)).matches
    return [(match.old.path, match.new.path) for match in matches if match.is_sure]


def may_be_old_self(old: str, new: str, versions: VersionStore) -> bool:
    """Whether the only two recordings of a call may be old and new: not where they ask altogether different things."""
    from recview.analysis.likeness import Call, Vocabulary, asks_something_else

    recordings = [_read(path, standing_content(path, versions)) for path in (old, new)]
    vocabulary = Vocabulary()
    calls = [Call(recording, vocabulary) for recording in recordings if recording is not None]
    return len(calls) < len(recordings) or not asks_something_else(*calls)


def _read(path: str, content: bytes | None) -> Recording | None:
    loaded = first_of(load_bytes(content, path), path) if content is not None else None
    return loaded.recording if isinstance(loaded, LoadedRecording) else None
