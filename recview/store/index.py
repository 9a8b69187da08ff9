"""The rows of whole trees, in batches: what the cache knows, headers first where asked, everything in the end.

An iterator without a thread of its own: a command loops over it, an interface drives it in a worker.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import compress, groupby, repeat
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from recview.model.row import Row
from recview.model.value import record
from recview.store.collector import collector_paused
from recview.store.roots import Root
from recview.store.scan import FoundFile, Listing, list_files

if TYPE_CHECKING:
    from recview.store.cache import CachedTree, IndexCache  # the caller's, if there is one
    from recview.store.row_codec import PackedRow
    from recview.store.row_reader import RowSlice

BATCH_S = 0.06
"""How long rows are gathered before they are handed out."""

_KNOWN_FILES = 512
"""So many rows are made of what the cache knows before it is asked for the time."""

_ROOT = attrgetter("root")


@record
class IndexBatch:
    """Rows that are new, or say more than those given before for the same path."""

    rows: list[Row] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    """Paths given as header rows whose files then turned out to be no recordings, or gone."""
    done: int = 0
    """Files of which all is known by now, those passed over among them."""
    total: int = 0
    is_listed: bool = True
    """Whether the trees are listed whole; before they are, `total` is 0."""
    passed_over: list[FoundFile] = field(default_factory=list)
    """JSON files that are no recordings."""
    troubles: list[tuple[str, str]] = field(default_factory=list)
    """Folders that could not be entered, and why."""
    unread: list[FoundFile] = field(default_factory=list)
    """Where it was stopped: the files of which nothing was given."""


def index_rows(
    roots: Sequence[Root],
    *,
    headers_first: bool = False,
    cache: IndexCache | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    helpers: int | None = None,
    at_hand: Mapping[str, Row] = MappingProxyType({}),
    ahead: int = 0,
) -> Iterator[IndexBatch]:
    """Every recording of the roots as a row, in order of path; each batch holds what is new since the one before.

    With `headers_first` the cached rows come first, with a header row for each of the others, and then those again
    in full. A batch comes, empty, once the trees are listed; the last has `done == total`, unless
    `should_stop` put an end to it. What was read is then saved in `cache`. `helpers`: how many other processes read
    too; None lets the amount of work decide. `at_hand`: rows by path that need not be read again while their files
    are as they were: those of a reading that was stopped. `ahead`: where there are so many files or more, the rows of
    so many come before the rest is even listed, and then once more.
    """
    batches = _Indexing(roots, cache, should_stop, at_hand).run(headers_first, helpers, ahead)
    while True:
        with collector_paused():
            batch = next(batches, None)
        if batch is None:
            return
        yield batch


class _Indexing:
    def __init__(
        self,
        roots: Sequence[Root],
        cache: IndexCache | None,
        should_stop: Callable[[], bool],
        at_hand: Mapping[str, Row],
    ) -> None:
        self._roots = roots
        self._cache = cache
        self._should_stop = should_stop
        self._at_hand = at_hand
        self._trees: dict[str, CachedTree] = {}
        self._to_keep: RowSlice | None = None
        """Everything, for the cache to keep, where there is one that does not know it all."""
        self._given_ahead: list[str] = []
        self._given_as_header: set[str] = set()
        self._batch = IndexBatch()
        self._batch_ends = 0.0

    def run(self, headers_first: bool, helpers: int | None, ahead: int) -> Iterator[IndexBatch]:
        started_ns = time.time_ns()
        if self._cache is not None:
            self._trees = {root.path: self._cache.load(root) for root in self._roots if not root.is_file}
        listing = list_files(self._roots, self._should_stop, ahead or None)
        if ahead and len(listing.files) == ahead:
            yield self._ahead(listing.files)
            listing = list_files(self._roots, self._should_stop)
        self._list(listing)
        yield self._hand_out()
        files, known = listing.files, self._find_all(listing.files)
        unknown = [found for found, already in zip(files, known, strict=True) if already is None]
        if self._trees and (unknown or self._knows_others(files)):
            self._to_keep = []
        read = _read_full_rows(unknown, self._should_stop, helpers)
        if headers_first:
            is_known = [already is not None for already in known]
            yield from self._full([*compress(files, is_known)], [*compress(known, is_known)], read)
            yield from self._headers(unknown)
            files, known = unknown, [None] * len(unknown)
        yield from self._full(files, known, read)
        is_whole = self._batch.done == self._batch.total
        yield self._hand_out()
        if is_whole:
            self._save(started_ns, len(unknown))

    def _ahead(self, files: list[FoundFile]) -> IndexBatch:
        """The files that were listed first: what the cache knows of them, and what the headers of the others tell."""
        known = self._find_all(files)
        is_known = [already is not None for already in known]
        rows = self._known_rows([*compress(files, is_known)], [*compress(known, is_known)])
        unknown = [found for found, already in zip(files, known, strict=True) if already is None]
        for headers in _read_header_rows(unknown, self._should_stop):
            rows += [row for _, row in headers]
        batch = IndexBatch([row for row in rows if row is not None], is_listed=False)
        self._given_ahead = [row.path for row in batch.rows]
        return batch

    def _list(self, listing: Listing) -> None:
        """The trees are listed: what was given before, and is not there any more, is dropped."""
        self._batch.total = len(listing.files)
        self._batch.troubles = listing.troubles
        if self._given_ahead:
            there = {found.path for found in listing.files}
            self._batch.dropped = [path for path in self._given_ahead if path not in there]

    def _headers(self, unknown: list[FoundFile]) -> Iterator[IndexBatch]:
        for rows in _read_header_rows(unknown, self._should_stop):
            headers = [row for _, row in rows if row is not None]
            self._batch.rows += headers
            self._given_as_header.update(row.path for row in headers)
            if time.monotonic() >= self._batch_ends:
                yield self._hand_out()

    def _full(
        self, files: Sequence[FoundFile], known: list[Row | PackedRow | None], read: Iterator[RowSlice]
    ) -> Iterator[IndexBatch]:
        """The files in order, many at a time: those that are known from the cache, the others as they are read."""
        at, ready = 0, deque[tuple[FoundFile, Row | None]]()
        while at < len(files):
            if known[at] is not None:
                stop = _next_unknown(known, at, at + _KNOWN_FILES)
                some = [*zip(files[at:stop], self._known_rows(files[at:stop], known[at:stop]), strict=True)]
            else:
                if not ready:
                    ready.extend(next(read, ()))
                if self._should_stop() or not ready:
                    given = self._given_as_header
                    self._batch.unread = [found for found in files[at:] if found.path not in given]
                    return
                some = [ready.popleft()]
                while ready and known[at + len(some)] is None:
                    some.append(ready.popleft())
            self._take(some)
            at += len(some)
            if time.monotonic() >= self._batch_ends:
                yield self._hand_out()

    def _find_all(self, files: Sequence[FoundFile]) -> list[Row | PackedRow | None]:
        """What is known of each file."""
        known: list[Row | PackedRow | None] = []
        for root, group in groupby(files, _ROOT):
            tree, of_root = self._trees.get(root), [*group]
            known += tree.find(of_root) if tree is not None else repeat(None, len(of_root))
        return [*map(self._at_hand_or, files, known)] if self._at_hand else known

    def _at_hand_or(self, found: FoundFile, known: Row | PackedRow | None) -> Row | PackedRow | None:
        row = self._at_hand.get(found.path)
        if row is not None and row.state == "full" and (row.size, row.mtime_ns) == (found.size, found.mtime_ns):
            return row
        return known

    def _knows_others(self, files: Sequence[FoundFile]) -> bool:
        """Whether the cache knows other files than these, all of which it knows."""
        return sum(map(len, self._trees.values())) != sum([found.root in self._trees for found in files])

    def _known_rows(self, files: Sequence[FoundFile], known: Sequence[Row | PackedRow | None]) -> list[Row | None]:
        """The rows of files that are all known."""
        trees = self._trees
        if len(trees) == 1 and not self._at_hand:  # as a rule; many at a time cost half as much
            (tree,) = trees.values()
            return tree.rows(files, cast("Sequence[PackedRow]", known))
        return [self._known_row(found, already) for found, already in zip(files, known, strict=True)]

    def _known_row(self, found: FoundFile, known: Row | PackedRow | None) -> Row | None:
        if known is None or isinstance(known, Row):
            return known
        return self._trees[found.root].rows([found], [known])[0]

    def _take(self, some: RowSlice) -> None:
        self._batch.done += len(some)
        if self._to_keep is not None:
            self._to_keep += some
        rows = [row for _, row in some if row is not None]
        self._batch.rows += rows
        if len(rows) < len(some):
            passed_over = [found for found, row in some if row is None]
            self._batch.passed_over += passed_over
            self._batch.dropped += [found.path for found in passed_over if found.path in self._given_as_header]

    def _hand_out(self) -> IndexBatch:
        batch = self._batch
        self._batch = IndexBatch(done=batch.done, total=batch.total)
        self._batch_ends = time.monotonic() + BATCH_S
        return batch

    def _save(self, started_ns: int, newly_read: int) -> None:
        """Keeps what is known now of each tree of which more, or less, is known than before."""
        if self._cache is None or self._to_keep is None:
            return
        for root in self._roots:
            tree = self._trees.get(root.path)
            if tree is None:
                continue
            files = sorted((kept for kept in self._to_keep if kept[0].root == root.path), key=_path)
            if newly_read or len(files) != len(tree):
                self._cache.save(root, files, started_ns)


def _next_unknown(known: list[Row | PackedRow | None], start: int, stop: int) -> int:
    """Where the first file stands, from `start` on, of which nothing is known; `stop`, or the end, where none does."""
    try:
        return known.index(None, start, stop)
    except ValueError:
        return min(stop, len(known))


def _path(kept: tuple[FoundFile, Row | None]) -> str:
    return kept[0].path


# What reading takes (formats, every dialect) is loaded when something has to be read: a tree that is all in the cache
# is on the screen before that.


def _read_header_rows(files: list[FoundFile], should_stop: Callable[[], bool]) -> Iterator[RowSlice]:
    if not files:
        return
    from recview.store.row_reader import read_header_rows

    yield from read_header_rows(files, should_stop)


def _read_full_rows(files: list[FoundFile], should_stop: Callable[[], bool], helpers: int | None) -> Iterator[RowSlice]:
    if not files:
        return
    from recview.store.row_reader import read_full_rows

    yield from read_full_rows(files, should_stop, helpers)
