"""`recview search`: where a text stands in assembled outputs and in requests."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Literal

import click

from recview.analysis.query import Query
from recview.analysis.secret_hints import secret_stretches, shown_piece
from recview.analysis.text_search import Hit, TextSearch
from recview.cli.filter_option import filter_option
from recview.cli.output import color_option, counted, print_document, print_line, styled, use_color
from recview.cli.streams import Reader
from recview.cli.tree_rows import TreeRows, no_cache_option, paths_argument
from recview.model.json_value import JSON, pointer_tokens
from recview.model.recording import Unreadable
from recview.model.row import Row
from recview.model.value import value
from recview.store.reading import load_bytes, read_file
from recview.wire.terminal import clean_line


@value
class _Found:
    row: Row
    part: Literal["output", "request"]
    pointer: str
    """Where in the request's body; empty for an output."""
    hit: Hit


@click.command("search", short_help="Find text in assembled answers and in requests.")
@click.argument("text")
@paths_argument
@filter_option
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many hits.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line.")
@no_cache_option
@color_option
def command(
    text: str,
    paths: tuple[str, ...],
    query: Query,
    limit: int | None,
    as_json: bool,
    no_cache: bool,
    color: str,
) -> int:
    """Find TEXT in assembled outputs, put together from their chunks, and in requests.

    TEXT is taken literally; capitals in it make case count.

    Exit: 0 done, also where nothing is found; 2 something could not be read.
    """
    if not text:
        raise click.BadParameter("it is empty", param_hint="TEXT")
    tree = TreeRows(paths, no_cache)
    search = _Search(tree.batches(), TextSearch(text), query)
    colored = use_color(color)
    with Reader() as reader:
        for row, in_row in groupby(islice(search, limit), key=lambda one: one.row):
            if as_json:
                for one in in_row:
                    print_document(_document(one))
            else:
                _print_hits(row, in_row, colored)
            sys.stdout.flush()
    if not as_json and not reader.has_left:
        click.echo(search.summary(limit), err=True)
    return tree.exit_code


class _Search:
    """What is found, as the rows are read; what was counted stands when it has been gone through."""

    def __init__(self, batches: Iterable[list[Row]], search: TextSearch, query: Query) -> None:
        self._batches = batches
        self._search = search
        self._query = query
        self._now_ns = time.time_ns()
        self._searched = 0
        self._hits = 0

    def __iter__(self) -> Iterator[_Found]:
        for rows in self._batches:
            for row in self._query.select(rows, self._now_ns):
                if row.state == "unreadable":
                    continue
                self._searched += 1
                for found in _search_row(row, self._search):
                    self._hits += 1
                    yield found

    def summary(self, limit: int | None) -> str:
        """What was found, in one line."""
        hits = counted(self._hits, "hit")
        if self._hits == limit:
            return f"{hits}; there may be more, --limit ends here"
        return f"{hits} in {counted(self._searched, 'recording')}"


def _search_row(row: Row, search: TextSearch) -> Iterator[_Found]:
    hit = search.find(row.output)
    if hit is not None:
        yield _Found(row, "output", "", hit)
    yield from _search_request(row, search)


def _search_request(row: Row, search: TextSearch) -> Iterator[_Found]:
    content = read_file(row.path)
    if isinstance(content, Unreadable) or not search.may_be_in(content):
        return
    loaded = load_bytes(content, row.path)[0]
    if isinstance(loaded, Unreadable):
        return  # rewritten since its row was read
    for pointer, hit in search.find_in_document(loaded.recording.request.body):
        yield _Found(row, "request", pointer, hit)


def _document(found: _Found) -> JSON:
    return {
        "schema": "recview.hit/1",
        "path": found.row.path,
        "test_id": found.row.test_id,
        "part": found.part,
        "pointer": found.pointer if found.part == "request" else None,
        "offset": found.hit.offset,
        "count": found.hit.count,
        "excerpt": found.hit.excerpt,
    }


def _print_hits(row: Row, in_row: Iterable[_Found], color: bool) -> None:
    print_line(styled(clean_line(row.path), color, bold=True))
    if row.test_id:
        print_line(f"  {styled(clean_line(row.test_id), color, dim=True)}")
    for found in in_row:
        where = found.part if found.part == "output" else f"request {clean_line(found.pointer)}".rstrip()
        more = f" (and {found.hit.count - 1:,} more)" if found.hit.count > 1 else ""
        print_line(f"  {styled(where + ':', color, fg='cyan')} {_excerpt(found, color)}{more}")


def _excerpt(found: _Found, color: bool) -> str:
    """Credentials are hidden as the whole text tells them: an excerpt may hold a part of one."""
    hit = found.hit
    name = pointer_tokens(found.pointer)[-1] if found.pointer else ""
    hidden = secret_stretches(hit.text, name)
    first = hit.offset - hit.excerpt_offset
    stop = first + len(hit.excerpt)
    before, match, after = (
        clean_line(shown_piece(hit.text, hidden, start, end))
        for start, end in ((first, hit.offset), (hit.offset, hit.offset + hit.length), (hit.offset + hit.length, stop))
    )
    lead = "…" if first else ""
    trail = "…" if hit.is_cut else ""
    return f"{lead}{before}{styled(match, color, bold=True, fg='yellow')}{after}{trail}"
