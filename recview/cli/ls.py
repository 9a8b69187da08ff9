"""`recview ls`: one line, or one JSON document, a recording."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator

import click

from recview.analysis.ordering import SORT_KEYS, SortKey, sort_rows
from recview.analysis.query import Query
from recview.cli.filter_option import filter_option
from recview.cli.output import color_option, print_documents, print_line, use_color
from recview.cli.row_document import row_document
from recview.cli.row_line import row_line
from recview.cli.streams import Reader
from recview.cli.tree_rows import TreeRows, no_cache_option, paths_argument
from recview.model.row import Row


@click.command("ls")
@paths_argument
@filter_option
@click.option("--sort", "sort_key", type=click.Choice(SORT_KEYS), help="Order by this; without it, by path as read.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line.")
@no_cache_option
@color_option
def command(
    paths: tuple[str, ...],
    query: Query,
    sort_key: SortKey | None,
    as_json: bool,
    no_cache: bool,
    color: str,
) -> int:
    """List recordings, one row each.

    ● is a stream, ◐ one that breaks off, ○ a plain response, ✗ an error or an unreadable file; then come the first
    digits of the hash, chunks, tokens, how it ended, model and test.
    """
    tree = TreeRows(paths, no_cache, complain_of_unreadable=not (as_json and query.is_empty))
    shown = 0
    with Reader() as reader:
        for rows in _in_order(_fitting(tree.batches(), query), sort_key):
            shown += len(rows)
            if as_json:
                print_documents(map(row_document, rows))
            else:
                _print_rows(rows, color)
            sys.stdout.flush()
    if not as_json and not reader.has_left:
        summary = tree.summary() if query.is_empty else f"{shown:,} of {tree.summary()}"
        click.echo(summary, err=True)
    return tree.exit_code


def _fitting(batches: Iterable[list[Row]], query: Query) -> Iterator[list[Row]]:
    now_ns = time.time_ns()
    for rows in batches:
        yield query.select(rows, now_ns)


def _in_order(batches: Iterable[list[Row]], sort_key: SortKey | None) -> Iterator[list[Row]]:
    """As they come, or, to be sorted, all at once."""
    if sort_key is None:
        yield from batches
    else:
        yield sort_rows([row for rows in batches for row in rows], sort_key)


def _print_rows(rows: list[Row], color: str) -> None:
    width = _terminal_width() if sys.stdout.isatty() else None
    colored = use_color(color)
    for row in rows:
        print_line(row_line(row, colored, width))


def _terminal_width() -> int:
    import shutil  # brings every compression there is along: not for output that nobody looks at

    return shutil.get_terminal_size().columns
