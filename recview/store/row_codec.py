"""Rows as plain JSON values and back, for the cache on disk and for the second process.

Knows neither files nor when a row is stale. What a file's place and stamp say (path, root, size, mtime) is not kept.
"""

from __future__ import annotations

from typing import Any, TypeAlias, cast

from recview.model.json_value import JSON
from recview.model.row import Row
from recview.model.usage import Usage
from recview.store.scan import FoundFile

PackedRow: TypeAlias = "list[JSON]"
"""The fields of a row in the order of `pack`; the recurring strings as positions in a table."""

ROW_SCHEMA = 1
"""Raised whenever `pack`, or what a row of the same bytes says, changes: older caches are then left alone."""


class StringTable:
    """Strings that many rows share, each kept once."""

    def __init__(self, strings: list[str | None] | None = None) -> None:
        self.strings: list[str | None] = strings if strings is not None else []
        self._position = {string: position for position, string in enumerate(self.strings)}

    def add(self, string: str | None) -> int:
        """The position of `string`, which is put in if it is new."""
        position = self._position.setdefault(string, len(self.strings))
        if position == len(self.strings):
            self.strings.append(string)
        return position


def pack(row: Row, table: StringTable) -> PackedRow:
    """A row as a list; `table` takes the strings that recur."""
    add = table.add
    usage = row.usage
    return [
        row.state,
        add(row.test_id),
        add(row.method),
        add(row.url),
        add(row.endpoint),
        add(row.model),
        add(row.dialect),
        row.streaming,
        row.chunk_count,
        [add(reason) for reason in row.finish_reasons],
        _pack_usage(usage) if usage is not None else None,
        row.error,
        row.error_status,
        row.preview,
        row.output if row.output != row.preview else None,
        cast(JSON, sorted(row.features)),
        row.problem,
    ]


def _pack_usage(usage: Usage) -> JSON:
    return [
        usage.input_tokens,
        usage.output_tokens,
        usage.total_tokens,
        usage.cached_tokens,
        usage.reasoning_tokens,
        usage.raw,
    ]


class Unpacker:
    """Turns packed rows back; equal sets of features and finish reasons are shared."""

    def __init__(self, strings: list[str | None]) -> None:
        self._strings = strings
        self._features: dict[tuple[str, ...], frozenset[str]] = {}

    def unpack(self, packed: PackedRow, found: FoundFile) -> Row:
        """The row that was packed, at the place and with the stamp of `found`."""
        (state, test_id, method, url, endpoint, model, dialect, streaming, chunk_count, finish, usage, error, status,
         preview, output, features, problem) = cast("list[Any]", packed)  # fmt: skip  # our own, checked by digest
        strings = self._strings
        names = tuple(features)
        shared = self._features.get(names)
        if shared is None:
            shared = self._features.setdefault(names, frozenset(names))
        return Row(
            found.path,
            found.root,
            state,
            strings[test_id],
            strings[method],
            strings[url],
            strings[endpoint],
            strings[model],
            strings[dialect],
            streaming,
            chunk_count,
            tuple([strings[reason] for reason in finish]),
            Usage(*usage) if usage is not None else None,
            error,
            status,
            preview,
            preview if output is None else output,
            shared,
            problem,
            found.size,
            found.mtime_ns,
        )
