"""`recview usage`: token sums, and how many calls said nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import click

from recview.analysis.query import Query
from recview.cli.columns import cell_width, pad
from recview.cli.filter_option import filter_option
from recview.cli.output import color_option, print_document, print_line, styled, use_color
from recview.cli.tree_rows import TreeRows, no_cache_option, paths_argument
from recview.model.json_value import JSON
from recview.model.row import Row
from recview.model.usage import sum_usage
from recview.wire.terminal import clean_line

_GROUPS: dict[str, Callable[[Row], str | None]] = {
    "test": lambda row: row.test_id,
    "model": lambda row: row.model,
    "endpoint": lambda row: row.endpoint,
    "directory": lambda row: row.path.rpartition("/")[0] or ".",
}
_HEADINGS = ("input", "output", "total", "cached", "reasoning", "calls", "without usage")


@click.command("usage", short_help="Sum up tokens, and count the calls that tell none.")
@paths_argument
@click.option("--by", type=click.Choice(tuple(_GROUPS)), help="A sum for each, instead of one for all.")
@filter_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document a sum.")
@no_cache_option
@color_option
def command(paths: tuple[str, ...], by: str | None, query: Query, as_json: bool, no_cache: bool, color: str) -> int:
    """Sum up tokens, and count the calls that say nothing of theirs."""
    tree = TreeRows(paths, no_cache)
    rows = [row for row in query.select(list(tree), time.time_ns()) if row.state != "unreadable"]
    groups = _grouped(rows, by)
    if as_json:
        for name, calls in groups:
            print_document(_document(by, name, calls))
    else:
        _print_table([*groups, ("all", rows)] if by is not None else groups, use_color(color))
    return tree.exit_code


def _grouped(rows: list[Row], by: str | None) -> list[tuple[str | None, list[Row]]]:
    """The rows of each group, in order of its name, those without one last; without `by` all in one."""
    if by is None:
        return [(None, rows)]
    groups: dict[str | None, list[Row]] = {}
    for row in rows:
        groups.setdefault(_GROUPS[by](row), []).append(row)
    return sorted(groups.items(), key=lambda group: (group[0] is None, group[0] or ""))


def _counts(calls: Sequence[Row]) -> dict[str, int | None]:
    """The sum of each count; None where no call gives it."""
    usages = [row.usage for row in calls if row.usage is not None]
    total = sum_usage(usages)
    counts: dict[str, int | None] = {
        name: getattr(total, name) if any(getattr(usage, name) is not None for usage in usages) else None
        for name in ("input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens")
    }
    return {**counts, "total_tokens": total.total_tokens if total.with_usage else None}


def _document(by: str | None, name: str | None, calls: Sequence[Row]) -> JSON:
    without = sum_usage(row.usage for row in calls).without_usage
    return {
        "schema": "recview.usage/1",
        "by": by,
        "name": name,
        "calls": len(calls),
        "without_usage": without,
        **_counts(calls),
    }


def _print_table(groups: Sequence[tuple[str | None, Sequence[Row]]], color: bool) -> None:
    table = [_HEADINGS, *(_cells(calls) for _, calls in groups)]
    widths = [max(map(cell_width, column)) for column in zip(*table, strict=True)]
    names = ["", *(clean_line(name) if name is not None else "–" for name, _ in groups)]
    for number, (name, cells) in enumerate(zip(names, table, strict=True)):
        line = "  ".join(pad(cell, width, right=True) for cell, width in zip(cells, widths, strict=True))
        print_line(styled(f"{line}  {name}".rstrip(), color and number == 0, dim=True))


def _cells(calls: Sequence[Row]) -> tuple[str, ...]:
    counts = _counts(calls)
    tokens = (counts[f"{name}_tokens"] for name in ("input", "output", "total", "cached", "reasoning"))
    without = sum_usage(row.usage for row in calls).without_usage
    return (*("–" if count is None else f"{count:,}" for count in tokens), f"{len(calls):,}", f"{without:,}")
