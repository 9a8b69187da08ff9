"""What the file of a recording holds now, whoever asks: as the watcher last saw it whole, else as it lies on disk."""

from __future__ import annotations

from recview.store.reading import read_file
from recview.store.versions import VersionStore


def standing_content(path: str, versions: VersionStore) -> bytes | None:
    """The bytes; None where they are neither kept nor to be read."""
    kept = versions.current(path)
    content = kept if kept is not None else read_file(path)
    return content if isinstance(content, bytes) else None
