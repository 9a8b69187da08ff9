"""What a change changed: against what was kept, against the disk, or why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories import make_chat_stream, make_chat_usage, make_document, recording_bytes

from recview.analysis.review.signatures import PathChange
from recview.store.versions import VersionStore
from recview.ui.change_findings import find, versions_of
from recview.ui.session_changes import SessionChange

BODY: dict[str, Any] = {"model": "gpt-4o", "messages": [], "stream": True}
ASKED = {**BODY, "stream_options": {"include_usage": True}}
OLD = recording_bytes(make_document(make_chat_stream(["Hel", "lo"]), request_body=BODY))
NEW = recording_bytes(make_document(make_chat_stream(["Hel", "lo"], usage=make_chat_usage()), request_body=ASKED))
OTHER = recording_bytes(make_document(make_chat_stream(["Good", "bye"]), request_body=BODY))


def changed(path: str = "a.json", **fields: Any) -> SessionChange:
    return SessionChange(**({"kind": "changed", "path": path, "test_id": None, "at_s": 0.0, "serial": 1} | fields))


@pytest.fixture
def store() -> VersionStore:
    return VersionStore()


def test_a_change_is_compared_with_the_version_before(store: VersionStore) -> None:
    store.put("a.json", OLD)
    store.put("a.json", OTHER)
    finding = find(changed(), store)
    assert finding.verdict is not None
    assert (finding.request, finding.verdict.text, finding.verdict.usage) == (0, "changed", "same")


def test_a_superseded_recording_is_compared_with_its_successor(store: VersionStore, tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_bytes(OLD)
    new.write_bytes(NEW)
    change = changed(str(old), kind="superseded", by=str(new))
    for _ in range(2):
        finding = find(change, store)
        assert finding.verdict is not None
        assert finding.request == 1
        assert finding.places == (PathChange("/stream_options/include_usage", "add"),)
        assert (finding.verdict.text, finding.verdict.usage) == ("same", "added")
        store.put(str(old), OLD)  # and the same once the old file is gone, for its content was kept
        store.remove(str(old))
        old.unlink(missing_ok=True)


def test_a_finding_keeps_no_recording(store: VersionStore) -> None:
    store.put("a.json", OLD)
    store.put("a.json", OTHER)
    finding = find(changed(), store)
    assert finding.verdict is not None
    assert finding.verdict._sides is None


def test_where_there_is_nothing_to_compare_it_says_why(store: VersionStore) -> None:
    assert find(changed(), store).note == "it changed before it was first read"
    assert find(changed(kind="added"), store).note == "new"
    assert find(changed(kind="removed"), store).note == "gone"
    assert find(changed(kind="unreadable"), store).note == "cannot be read"
    small = VersionStore(max_bytes=len(OLD) // 20)
    small.put("a.json", OLD)
    small.put("a.json", OTHER)
    assert find(changed(), small).note == "the version before was let go of"


def test_a_version_that_cannot_be_read_says_so(store: VersionStore) -> None:
    store.put("a.json", OLD[:100])
    store.put("a.json", OLD)
    assert find(changed(), store).note.startswith("before: ")


def test_a_file_that_is_gone_again_says_so(store: VersionStore) -> None:
    store.put("a.json", OLD)
    store.remove("a.json")
    assert find(changed(), store).note == "the file is gone again"
    assert not versions_of(changed(kind="removed"), store).comparable
