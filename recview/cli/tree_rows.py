"""Reads the rows of the trees a command was given, complains of what cannot be read, and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from recview.cli.arguments import PATH
from recview.cli.output import complain, counted
from recview.model.row import Row
from recview.store.index import index_rows
from recview.store.roots import open_roots
from recview.store.scan import FoundFile

if TYPE_CHECKING:
    from recview.store.cache import IndexCache

paths_argument = click.argument("paths", nargs=-1, metavar="[PATH…]", type=PATH)
no_cache_option = click.option("--no-cache", is_flag=True, help="Read every file; neither use nor keep an index.")


class TreeRows:
    """The rows, in order of path; what was counted stands when they have been gone through."""

    def __init__(
        self,
        paths: Sequence[str],
        no_cache: bool,
        complain_of_unreadable: bool = True,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.roots = open_roots(paths)
        self._cache = None if no_cache else _user_cache()
        self._complain_of_unreadable = complain_of_unreadable
        self._should_stop = should_stop
        self._tests: set[str] = set()
        self.recording_count = 0
        self.passed_over: list[FoundFile] = []
        self.has_trouble = False
        """Whether something could not be read: the command is to exit with 2."""

    def __iter__(self) -> Iterator[Row]:
        for rows in self.batches():
            yield from rows

    def batches(self) -> Iterator[list[Row]]:
        """As they are read."""
        for batch in index_rows(self.roots, cache=self._cache, should_stop=self._should_stop):
            for folder, reason in batch.troubles:
                self.has_trouble = True
                complain(f"{folder} cannot be entered: {reason}")
            for row in batch.rows:
                self._count(row)
            self.passed_over += batch.passed_over
            yield batch.rows

    @property
    def exit_code(self) -> int:
        """2 where something could not be read, else 0."""
        return 2 if self.has_trouble else 0

    def summary(self) -> str:
        """What was found, in one line."""
        parts = [counted(self.recording_count, "recording"), counted(len(self._tests), "test")]
        if self.passed_over:
            parts.append(f"{counted(len(self.passed_over), 'other JSON file')} passed over")
        return " · ".join(parts)

    def _count(self, row: Row) -> None:
        self.recording_count += 1
        if row.test_id is not None:
            self._tests.add(row.test_id)
        if row.state == "unreadable":
            self.has_trouble = True
            if self._complain_of_unreadable:
                complain(f"{row.path}: {row.problem}")


def _user_cache() -> IndexCache | None:
    """None where the settings want none."""
    from recview.store.cache import IndexCache, cache_folder  # finding the user's folders takes modules of its own
    from recview.store.settings import load_settings

    return IndexCache(cache_folder()) if load_settings().flag("cache") else None
