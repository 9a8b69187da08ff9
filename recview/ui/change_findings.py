"""What a change on disk changed: both versions found, read and compared, off the event loop; or why not."""

from __future__ import annotations

from recview.analysis.comparison import Comparison, compare_recordings
from recview.analysis.review import PathChange, named
from recview.analysis.review.signatures import signature_of
from recview.analysis.verdict import ResponseVerdict
from recview.model.recording import Unreadable
from recview.model.value import value
from recview.store.contents import standing_content
from recview.store.reading import first_of, load_bytes
from recview.store.versions import VersionStore
from recview.ui.session_changes import SessionChange


@value
class Finding:
    """What is told of a change in one line, small enough to be kept for thousands."""

    request: int = 0
    """How many changes of the request, or of where it was sent, mean something."""
    places: tuple[PathChange, ...] = ()
    """Where the request changed, as a reader would call it."""
    verdict: ResponseVerdict | None = None
    """None where there is nothing to compare."""
    note: str = ""
    """Why there is nothing to compare."""


@value
class Versions:
    """The two contents of a change and what they are called; an empty content stands for none."""

    left: str
    right: str
    left_content: bytes | None
    right_content: bytes | None

    @property
    def comparable(self) -> bool:
        """Whether both are at hand."""
        return self.left_content is not None and self.right_content is not None


def versions_of(change: SessionChange, store: VersionStore) -> Versions:
    """Both versions: from memory where they are kept, else from disk where they still stand there."""
    if change.kind == "superseded":
        old = standing_content(change.path, store) or store.previous(change.path)
        new = standing_content(change.by, store) or store.previous(change.by)
        return Versions(change.path, change.by, old, new)
    if change.kind == "changed":
        return Versions(change.path, change.path, store.previous(change.path), standing_content(change.path, store))
    if change.kind == "added":
        return Versions(change.path, change.path, None, standing_content(change.path, store))
    return Versions(change.path, change.path, store.previous(change.path) or store.current(change.path), None)


def why_not_kept(store: VersionStore) -> str:
    """Why the version before is not at hand."""
    return "the version before was let go of" if store.forgotten else "it changed before it was first read"


def find(change: SessionChange, store: VersionStore) -> Finding:
    """The verdict on a change against the version before."""
    if change.kind in ("added", "removed", "unreadable"):
        notes = {"added": "new", "removed": "gone", "unreadable": "cannot be read"}
        return Finding(note=notes[change.kind])
    versions = versions_of(change, store)
    if versions.left_content is None:
        return Finding(note=why_not_kept(store))
    comparison = compare_versions(versions)
    if isinstance(comparison, str):
        return Finding(note=comparison)
    told = comparison.verdict
    return Finding(
        request=len(comparison.request.visible) + len(comparison.address),
        places=_places(comparison),
        verdict=ResponseVerdict(told.text, told.tool_calls, told.finish_reason, told.usage, told.error),
    )


def _places(comparison: Comparison) -> tuple[PathChange, ...]:
    request = comparison.request
    if not request.visible:
        return ()
    return named(signature_of(request.root.old, request.root.new, request.visible), [request])


def compare_versions(versions: Versions) -> Comparison | str:
    """Both versions compared, or why not, in words that are not yet harmless."""
    if versions.left_content is None or versions.right_content is None:
        return "the file is gone again"
    sides = ((versions.left_content, versions.left), (versions.right_content, versions.right))
    old, new = (first_of(load_bytes(content, path), path) for content, path in sides)
    if isinstance(old, Unreadable):
        return f"before: {old.reason}"
    if isinstance(new, Unreadable):
        return new.reason
    return compare_recordings(old.recording, old.assembled, new.recording, new.assembled)
