"""What is already known of trees, kept in the user's cache folder between runs: one file a tree.

A row stands for a file only while the file's size and time of change are the same. Whatever is wrong with a cache
file, it is as if it were not there. Nothing is ever written into a tree of recordings.

A cache file is lines: a stamp, then JSON objects with a bounded number of files each, name to [size, mtime_ns] and what
`row_codec` makes of the row, in order of path, and at last what they refer to. So neither reading nor writing holds a
tree twice, and who asks for the first files reads the first line only.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias, cast

import platformdirs

from recview import __version__
from recview.model.row import Row
from recview.store.roots import Root
from recview.store.row_codec import ROW_SCHEMA, Packer, Unpacker
from recview.store.scan import FoundFile
from recview.wire.documents import DocumentError, dumps_bytes, loads_fast

CACHE_VARIABLE = "RECVIEW_CACHE_DIR"
"""Names another folder to keep the cache in."""

MAX_CACHE_BYTES = 256_000_000
"""Of all trees together; those used least recently go first."""

_LINE_FILES = 4096
"""How many files one line tells of."""

_ABANDONED_S = 3600
"""After so long nobody is writing half a file any more."""

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
            if not path.is_file():  # nor is a pipe waited for
                return CachedTree(root)
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return CachedTree(root)
        if data[:_STAMP_BYTES] != _stamp(zlib.crc32(memoryview(data)[_STAMP_BYTES:])):
            return CachedTree(root)
        try:
            return _tree_of(root, data)
        except DocumentError:
            return CachedTree(root)

    def save(self, root: Root, files: Iterable[tuple[FoundFile, Row | None]], read_at_ns: int) -> None:
        """Keeps the files of a tree, in order of path, with their rows, as they were at `read_at_ns`.

        The row of what was passed over is None.

        In one step, so that nobody ever finds half a file. Failing is no harm.
        """
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _replace(self._path(root), _lines(root, files, read_at_ns - _AT_REST_NS))
            self._evict()

    def _path(self, root: Root) -> Path:
        name = os.fsencode(root.real)  # no more than a hint: the file itself tells its tree
        return self._folder / f"index-{zlib.crc32(name):08x}{zlib.adler32(name):08x}.jsonl"

    def _evict(self) -> None:
        for left in self._folder.glob("index-*.tmp"):  # by somebody who was killed
            if time.time() - left.stat().st_mtime > _ABANDONED_S:
                left.unlink(missing_ok=True)
        trees = sorted(self._folder.glob("index-*"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        total = 0
        for path in trees:
            total += path.stat().st_size
            if total > self._max_bytes:
                path.unlink(missing_ok=True)


Cached: TypeAlias = "list[Any]"
"""Size and mtime_ns of a file, and behind them its packed row, if it has one."""


class CachedTree:
    """What was known of one tree when it was last saved."""

    def __init__(self, root: Root, lines: Iterable[bytes] = (), unpacker: Unpacker | None = None) -> None:
        """`lines`: as they stand in the cache file; each is read when a file is asked for that may be in it."""
        self._below = len(os.path.join(root.path, ""))
        self._files: dict[str, Cached] = {}
        self._last = ""
        """Name of the last file of the lines that were read."""
        self._lines = iter(lines)
        self._unpacker = unpacker or Unpacker([[], []])

    def __len__(self) -> int:
        while self._read_line():
            pass
        return len(self._files)

    def find(self, found: FoundFile) -> Cached | None:
        """What is known of a file; None where it was not there before, or has changed since."""
        name = found.path[self._below :]
        while name > self._last and self._read_line():
            pass
        cached = self._files.get(name)
        return cached if cached is not None and cached[0] == found.size and cached[1] == found.mtime_ns else None

    def _read_line(self) -> bool:
        line = next(self._lines, None)
        if line is None:
            return False
        try:
            files = cast("dict[str, Cached]", loads_fast(line))
        except DocumentError:
            return False
        self._files |= files
        self._last = next(reversed(files), "")
        return True

    def row(self, found: FoundFile, cached: Cached) -> Row | None:
        """The row of a file that was found; None where that is no recording."""
        return self._unpacker.unpack(cached[2:], found) if len(cached) > 2 else None


def _tree_of(root: Root, data: bytes) -> CachedTree:
    """The tree that the lines behind the stamp tell of: an empty one where it is another's."""
    start = data.rfind(b"\n") + 1
    real, *tables = cast("list[Any]", loads_fast(data[start:]))
    if real != root.real:
        return CachedTree(root)
    return CachedTree(root, _file_lines(data), Unpacker(tables))


def _file_lines(data: bytes) -> Iterator[bytes]:
    """The lines that tell of files: between the stamp and what they refer to."""
    start = _STAMP_BYTES
    while (end := data.find(b"\n", start)) >= 0:
        yield data[start:end]
        start = end + 1


def _lines(root: Root, files: Iterable[tuple[FoundFile, Row | None]], newest_ns: int) -> Iterator[bytes]:
    """What a cache file says behind its stamp. The last line closes it."""
    below = len(os.path.join(root.path, ""))
    packer = Packer()
    at_rest = ((found, row) for found, row in files if found.mtime_ns < newest_ns)
    while some := list(islice(at_rest, _LINE_FILES)):
        yield (
            dumps_bytes(
                {
                    found.path[below:]: [found.size, found.mtime_ns, *(packer.pack(row) if row is not None else ())]
                    for found, row in some
                }
            )
            + b"\n"
        )
    yield dumps_bytes([root.real, *packer.tables()])


def _stamp(checksum: int) -> bytes:
    """The beginning of a cache file: what wrote it, and a checksum of the rest, which may be cut or damaged."""
    return f"recview.index/2 {__version__} {ROW_SCHEMA} {checksum:08x}\n".encode()


_STAMP_BYTES = len(_stamp(0))


def _replace(path: Path, lines: Iterable[bytes]) -> None:
    descriptor, name = tempfile.mkstemp(prefix="index-", suffix=".tmp", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(_stamp(0))
            checksum = 0
            for line in lines:
                checksum = zlib.crc32(line, checksum)
                file.write(line)
            file.seek(0)
            file.write(_stamp(checksum))
        os.replace(name, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
