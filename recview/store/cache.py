"""What is already known of trees, kept in the user's cache folder between runs: one file a tree.

A row stands for a file only while the file's size and time of change are the same. Whatever is wrong with a cache
file, it is as if it were not there. Nothing is ever written into a tree of recordings.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import platformdirs

from recview import __version__
from recview.model.json_value import JSON
from recview.model.row import Row
from recview.store.roots import Root
from recview.store.row_codec import ROW_SCHEMA, PackedRow, StringTable, Unpacker, pack
from recview.store.scan import FoundFile
from recview.wire.documents import DocumentError, dumps, loads_fast

CACHE_VARIABLE = "RECVIEW_CACHE_DIR"
"""Names another folder to keep the cache in."""

MAX_CACHE_BYTES = 256_000_000
"""Of all trees together; those used least recently go first."""

_AT_REST_NS = 100_000_000
"""A file that changed just before it was read may change again within one tick of the file system's clock."""


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the trees are kept."""
    named = environ.get(CACHE_VARIABLE)
    return Path(named) if named else platformdirs.user_cache_path("recview")


class IndexCache:
    """The cache folder."""

    def __init__(self, folder: Path, max_bytes: int = MAX_CACHE_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes

    def load(self, root: Root) -> CachedTree:
        """What is known of a tree; nothing where it was never saved, or by another version, or is damaged."""
        path = self._path(root)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return CachedTree(root)
        stamp, _, document = data.partition(b"\n")
        if stamp != _stamp(document):
            return CachedTree(root)
        try:
            content = cast("dict[str, Any]", loads_fast(document))
        except DocumentError:
            return CachedTree(root)
        return CachedTree(root, content) if content.get("root") == root.real else CachedTree(root)

    def save(self, root: Root, files: Iterable[tuple[FoundFile, Row | None]], read_at_ns: int) -> None:
        """Keeps the files of a tree with their rows, None for what was passed over, as they were at `read_at_ns`.

        In one step, so that nobody ever finds half a file. Failing is no harm.
        """
        document = dumps(_content(root, files, read_at_ns - _AT_REST_NS)).encode("utf-8", "surrogatepass")
        data = _stamp(document) + b"\n" + document
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _replace(self._path(root), data)
            self._evict()

    def _path(self, root: Root) -> Path:
        name = os.fsencode(root.real)  # no more than a hint: the file itself tells its tree
        return self._folder / f"index-{zlib.crc32(name):08x}{zlib.adler32(name):08x}.json"

    def _evict(self) -> None:
        trees = sorted(self._folder.glob("index-*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        total = 0
        for path in trees:
            total += path.stat().st_size
            if total > self._max_bytes:
                path.unlink(missing_ok=True)


class CachedTree:
    """What was known of one tree when it was last saved."""

    def __init__(self, root: Root, content: dict[str, Any] | None = None) -> None:
        self._below = len(os.path.join(root.path, ""))
        self._files: dict[str, tuple[int, int, PackedRow | None]] = {}
        strings: list[str | None] = []
        if content is not None:
            strings = content["strings"]
            self._files = {name: (size, mtime_ns, packed) for name, size, mtime_ns, packed in content["files"]}
        self._unpacker = Unpacker(strings)

    def __len__(self) -> int:
        return len(self._files)

    def knows(self, found: FoundFile) -> bool:
        """Whether a file was there before and has not changed since."""
        known = self._files.get(found.path[self._below :])
        return known is not None and known[0] == found.size and known[1] == found.mtime_ns

    def row(self, found: FoundFile) -> Row | None:
        """The row of a file that it knows; None where that is no recording."""
        packed = self._files[found.path[self._below :]][2]
        return None if packed is None else self._unpacker.unpack(packed, found)


def _content(root: Root, files: Iterable[tuple[FoundFile, Row | None]], newest_ns: int) -> JSON:
    below = len(os.path.join(root.path, ""))
    table = StringTable()
    kept: list[JSON] = [
        [found.path[below:], found.size, found.mtime_ns, pack(row, table) if row is not None else None]
        for found, row in files
        if found.mtime_ns < newest_ns
    ]
    return {"root": root.real, "strings": cast(JSON, table.strings), "files": kept}


def _stamp(document: bytes) -> bytes:
    """The first line of a cache file: what wrote it, and a checksum, for a file may be cut or damaged."""
    return f"recview.index/1 {__version__} {ROW_SCHEMA} {zlib.crc32(document):08x}".encode()


def _replace(path: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix="index-", suffix=".tmp", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
