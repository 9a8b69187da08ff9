"""Rows as plain JSON values and back, for the cache on disk and for the second process.

Knows neither files nor when a row is stale. What a file's place and stamp say (path, root, size, mtime) is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, cast

from recview.model.json_value import JSON
from recview.model.row import Row
from recview.model.usage import Usage
from recview.store.scan import FoundFile

PackedRow: TypeAlias = "tuple[Any, ...]"
"""The kind and the test, as positions in tables, and what a row has for itself; see `Packer.pack`."""

NO_ROW: PackedRow = (None,) * 6
"""In the place of a row: the file has none."""

ROW_SCHEMA = 5
"""Raised whenever `pack`, or what a row of the same bytes says, changes: older caches are then left alone."""


class Packer:
    """Turns rows into tuples. What many rows share, their test and their kind, is kept once, in tables."""

    def __init__(self) -> None:
        self._tests: dict[str | None, int] = {}
        self._kinds: dict[tuple[Any, ...], int] = {}

    def pack(self, row: Row) -> PackedRow:
        """A row as a tuple. A preview is, as a rule, the beginning of the output: then only its length is kept."""
        tests, kinds, usage, output, preview = self._tests, self._kinds, row.usage, row.output, row.preview
        kind = (
            row.state, row.method, row.url, row.endpoint, row.model, row.dialect, row.streaming, row.finish_reasons,
            row.error, row.error_status, row.features, row.problem,
        )  # fmt: skip
        return (
            kinds.setdefault(kind, len(kinds)),
            tests.setdefault(row.test_id, len(tests)),
            row.chunk_count,
            _pack_usage(usage) if usage is not None else None,
            output,
            len(preview) if output.startswith(preview) else preview,
        )

    def tables(self) -> list[JSON]:
        """What the tuples made so far refer to."""
        kinds: list[JSON] = [[*kind[:7], [*kind[7]], *kind[8:10], sorted(kind[10]), *kind[11:]] for kind in self._kinds]
        return [kinds, cast(JSON, list(self._tests))]


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
    """Turns packed rows back; rows of one kind share what it says."""

    def __init__(self, tables: Sequence[JSON]) -> None:
        kinds, self._tests = cast("tuple[list[list[Any]], list[str | None]]", tables)
        self._kinds = [(*kind[:7], tuple(kind[7]), *kind[8:10], frozenset(kind[10]), *kind[11:]) for kind in kinds]

    def unpack(self, packed: Iterable[PackedRow], files: Iterable[FoundFile]) -> list[Row | None]:
        """The rows that were packed, at the places and with the stamps of `files`, in the same order.

        They are our own, checked by digest: asking for the type of each value would cost as much as the rest.
        """
        kinds, tests, rows = self._kinds, self._tests, list[Row | None]()
        for found, (kind, test, chunk_count, usage, output, preview) in zip(files, packed, strict=True):
            if kind is None:
                rows.append(None)
                continue
            (state, method, url, endpoint, model, dialect, streaming, finish_reasons,
             error, error_status, features, problem) = kinds[kind]  # fmt: skip
            rows.append(
                Row(
                    found.path,
                    found.root,
                    state,
                    tests[test],
                    method,
                    url,
                    endpoint,
                    model,
                    dialect,
                    streaming,
                    chunk_count,
                    finish_reasons,
                    Usage(*usage) if usage is not None else None,
                    error,
                    error_status,
                    output[:preview] if type(preview) is int else preview,
                    output,
                    features,
                    problem,
                    found.size,
                    found.mtime_ns,
                )
            )
        return rows
