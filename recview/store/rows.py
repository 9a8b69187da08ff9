"""From a file on disk to its row: what is opened, how much of it is read, and what is passed over."""

from __future__ import annotations

import os

from recview import dialects, formats
from recview.analysis.assembled import assemble_events
from recview.model.row import Row
from recview.store.reading import answered_row, build_row, load_bytes, read_listed_file
from recview.store.scan import FoundFile
from recview.wire.documents import DocumentError, loads_fast

_OPEN_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
"""A pipe that took a file's place since it was listed must not hold us up."""

_READ_WHOLE_BYTES = 65_536
"""Up to this size a file that may be no recording is read whole at once: to look at its beginning costs as much."""


_LONG_HEAD_BYTES = 262_144
"""So much is read of a file whose request is longer than what is read of others: it still is a part of most."""


def read_head(path: str, most_bytes: int = formats.HEAD_BYTES) -> bytes:
    """The first bytes of a regular file, empty where there are none to be had."""
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
    except OSError:
        return b""
    try:
        return os.read(descriptor, most_bytes)
    except OSError:  # no regular file
        return b""
    finally:
        os.close(descriptor)


def header_row(found: FoundFile) -> Row | None:
    """A row of what the request says, from the file's first bytes; None where those do not tell."""
    head = read_head(found.path)
    header = formats.read_header(head)
    if header is None and found.size > len(head) and formats.detect(head) is not None:
        header = formats.read_header(read_head(found.path, min(found.size, _LONG_HEAD_BYTES)))
    if header is None:
        return None
    return Row(
        found.path, found.root, "header", header.test_id, header.method, header.url, header.endpoint, header.model,
        size=found.size, mtime_ns=found.mtime_ns,
    )  # fmt: skip


def full_row(found: FoundFile) -> Row | None:
    """Everything a list shows of a file; None where it is gone, or JSON that is no recording."""
    if not found.expected and found.size > _READ_WHOLE_BYTES and formats.detect(read_head(found.path)) is None:
        return None
    data = read_listed_file(found.path, found.size)
    if isinstance(data, bytes):
        return row_of(data, found)
    if not found.expected or not os.path.lexists(found.path):
        return None
    return build_row(data, found.root, found.size, found.mtime_ns)


def row_of(data: bytes, found: FoundFile) -> Row | None:
    """As `full_row`, of bytes already read."""
    if not found.expected and formats.detect(data[: formats.HEAD_BYTES]) is None:
        return None
    skimmed = _skimmed_row(data, found)
    if skimmed is not None:
        return skimmed
    row = build_row(load_bytes(data, found.path)[0], found.root, found.size, found.mtime_ns)
    if row.state == "unreadable" and not found.expected and not _breaks_off(data):
        return None
    return row


def _skimmed_row(data: bytes, found: FoundFile) -> Row | None:
    """The row of a common recording, without taking apart what the row does not tell; None where it is not common."""
    skimmed = formats.skim(data, dialects.ALIKE)
    if skimmed is None:
        return None
    told = dialects.skim(skimmed.type, skimmed.payloads, skimmed.streaming, skimmed.runs)
    if told is None:
        return None
    dialect, events = told
    return answered_row(
        path=found.path,
        root=found.root,
        size=found.size,
        mtime_ns=found.mtime_ns,
        asked=skimmed.header,
        dialect=dialect,
        streaming=skimmed.streaming,
        chunk_count=skimmed.chunk_count,
        assembled=assemble_events(events),
    )


def _breaks_off(data: bytes) -> bool:
    """Whether an unreadable file was surely meant as a recording: it has a request, and its JSON is broken."""
    format_ = formats.detect(data[: formats.HEAD_BYTES])
    if format_ is None or format_.score(data[: formats.HEAD_BYTES]) < 50:
        return False
    try:
        loads_fast(data)
    except DocumentError:
        return True
    return False
