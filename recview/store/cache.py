"""What is already known of trees, kept in the user's cache folder between runs: one file a tree.

A row stands for a file only while the file's size and time of change are the same. Whatever is wrong with a cache
file, it is as if it were not there. Nothing is ever written into a tree of recordings.

A cache file is lines: a stamp, then tables of a bounded number of files each, in order of path, and at last what they
refer to. A table is an array of columns: the name, size and mtime_ns of each file, and what `row_codec` makes of its
row. So neither reading nor writing holds a tree twice, and who asks for the first files reads the first line only.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, cast

import platformdirs

from recview import __version__
from recview.model.json_value import JSON
from recview.model.row import Row
from recview.store.roots import Root
from recview.store.row_codec import NO_ROW, ROW_SCHEMA, PackedRow, Packer, Unpacker
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


class CachedTree:
    """What was known of one tree when it was last saved."""

    def __init__(self, root: Root, lines: Iterable[bytes] = (), unpacker: Unpacker | None = None) -> None:
        """`lines`: as they stand in the cache file; each is read when a file is asked for that may be in it."""
        self._below = len(os.path.join(root.path, ""))
        self._names: list[str] = []
        self._sizes: list[int] = []
        self._mtimes_ns: list[int] = []
        self._packed: list[PackedRow] = []
        self._places: dict[str, int] = {}
        """Where each name stands; filled when the tree is not as it was."""
        self._lines = iter(lines)
        self._unpacker = unpacker or Unpacker([[], []])

    def __len__(self) -> int:
        while self._read_line():
            pass
        return len(self._names)

    def find(self, files: Sequence[FoundFile]) -> list[PackedRow | None]:
        """What is known of each of some files, in order of path: None where it was not there, or has changed since.

        Where the tree is as it was, nothing is looked up.
        """
        below = self._below
        asked = [found.path[below:] for found in files]
        while asked and (not self._names or asked[-1] > self._names[-1]) and self._read_line():
            pass
        sizes, mtimes_ns = [found.size for found in files], [found.mtime_ns for found in files]
        if asked == self._names and sizes == self._sizes and mtimes_ns == self._mtimes_ns:
            return [*self._packed]
        return [*map(self._find, asked, sizes, mtimes_ns)]

    def _find(self, name: str, size: int, mtime_ns: int) -> PackedRow | None:
        if len(self._places) < len(self._names):
            self._places = dict(zip(self._names, count(), strict=False))
        at = self._places.get(name)
        is_same = at is not None and self._sizes[at] == size and self._mtimes_ns[at] == mtime_ns
        return self._packed[at] if at is not None and is_same else None

    def rows(self, files: Iterable[FoundFile], packed: Iterable[PackedRow]) -> list[Row | None]:
        """The rows of files that were found; None where one is no recording."""
        return self._unpacker.unpack(packed, files)

    def _read_line(self) -> bool:
        line = next(self._lines, None)
        if line is None:
            return False
        try:
            names, sizes, mtimes_ns, *columns = cast("list[list[Any]]", loads_fast(line))
        except DocumentError:
            return False
        self._names += names
        self._sizes += sizes
        self._mtimes_ns += mtimes_ns
        self._packed += zip(*columns, strict=True)
        return True


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
        stamped = [(found.path[below:], found.size, found.mtime_ns) for found, _ in some]
        packed = [NO_ROW if row is None else packer.pack(row) for _, row in some]
        columns: list[JSON] = [*map(list, chain(zip(*stamped, strict=True), zip(*packed, strict=True)))]
        yield dumps_bytes(columns) + b"\n"
    yield dumps_bytes([root.real, *packer.tables()])


def _stamp(checksum: int) -> bytes:
    """The beginning of a cache file: what wrote it, and a checksum of the rest, which may be cut or damaged."""
    return f"recview.index/3 {__version__} {ROW_SCHEMA} {checksum:08x}\n".encode()


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
