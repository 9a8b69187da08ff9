"""What a change on disk changed, as diffs to be shown; or why there are none."""

from __future__ import annotations

from recview.model.recording import Unreadable
from recview.store.versions import VersionStore
from recview.ui.change_findings import Versions, versions_of, why_not_kept
from recview.ui.comparison import Diffs, Source, compare
from recview.ui.one_sided import one_sided
from recview.ui.session_changes import SessionChange


def compare_change(change: SessionChange, store: VersionStore) -> Diffs | str:
    """What a change changed, ready to be shown, or why that cannot be. Reads and compares: not for the event loop."""
    versions = versions_of(change, store)
    if change.kind in ("added", "removed"):
        return _one_side(change, versions)
    if change.kind == "unreadable":
        return f"It cannot be read as it stands: {change.facts}. ⏎ shows where it stops."
    if versions.left_content is None:
        return f"Nothing to compare with: {why_not_kept(store)}."
    if versions.right_content is None:
        return "The file is gone again, and what it held was let go of."
    result = compare(Source(versions.left, versions.left_content), Source(versions.right, versions.right_content))
    return result.reason if isinstance(result, Unreadable) else result


def _one_side(change: SessionChange, versions: Versions) -> Diffs | str:
    is_new = change.kind == "added"
    content = versions.right_content if is_new else versions.left_content
    if content is None:
        return "The file is gone again." if is_new else "Gone from disk; what it held was not kept."
    result = one_sided(content, change.path, "new" if is_new else "gone", "")
    return result.reason if isinstance(result, Unreadable) else result
