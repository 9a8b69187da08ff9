from __future__ import annotations

from pathlib import Path

from recview.store.contents import standing_content
from recview.store.versions import VersionStore


def test_what_was_last_seen_whole_comes_before_what_lies_on_disk(tmp_path: Path) -> None:
    path, versions = tmp_path / "a.json", VersionStore()
    assert standing_content(str(path), versions) is None
    path.write_bytes(b"on disk")
    assert standing_content(str(path), versions) == b"on disk"
    versions.put(str(path), b"")
    assert standing_content(str(path), versions) == b""
    versions.remove(str(path))
    assert standing_content(str(path), versions) == b"on disk"
