"""The `--filter` option, which several commands share."""

from __future__ import annotations

import click

from recview.analysis.query import Query, parse
from recview.errors import FilterError


class _FilterType(click.ParamType):  # type: ignore[type-arg]  # it is generic only in the newest click
    name = "Q"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Query:
        """The parsed filter; a bad one is a usage error that shows where it went wrong."""
        if isinstance(value, Query):
            return value
        text = str(value)
        try:
            return parse(text)
        except FilterError as error:
            where = f"\n  {text}\n  {' ' * error.offset}^" if text.isprintable() and text.isascii() else ""
            self.fail(f"{error.message}{where}", param, ctx)


filter_option = click.option(
    "--filter",
    "query",
    type=_FilterType(),
    default="",
    help="Only what fits: words, key:value, -not, a|b. Keys: test model endpoint dialect path text has usage stream "
    "finish chunks tokens size changed.",
)
