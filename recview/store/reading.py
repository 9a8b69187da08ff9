"""Opens one recording: from a path to values. Whatever is wrong with the file is a value with a reason."""

from __future__ import annotations

import os
import stat
import sys
from functools import cached_property, lru_cache

from recview import dialects, formats
from recview.analysis.assembled import Assembled, assemble
from recview.dialects import Dialect
from recview.formats import Header
from recview.model.message import Message
from recview.model.recording import Recording, Unreadable
from recview.model.row import Row
from recview.model.stream import Stream
from recview.store.collector import collector_paused

PREVIEW_CHARACTERS = 80


class LoadedRecording:
    """A recording, and on demand what it says; each is computed once."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    @cached_property
    def dialect(self) -> Dialect:
        """Who speaks."""
        return dialects.detect(self.recording)

    @property
    def messages(self) -> tuple[Message, ...]:
        """What was asked, message by message."""
        return dialects.conversation(self.recording.request, self.dialect)

    @cached_property
    def chunks(self) -> Stream:
        """Every chunk with its events. A plain response is one chunk."""
        return dialects.decode(self.recording, self.dialect)

    @cached_property
    def assembled(self) -> Assembled:
        """The whole response folded."""
        with collector_paused():
            return assemble(self.chunks, self.recording.response)


def load(path: str) -> tuple[LoadedRecording | Unreadable, ...]:
    """Every recording of the file at `path`, in order. A file may hold several; as a rule it holds one."""
    data = read_file(path)
    return (data,) if isinstance(data, Unreadable) else load_bytes(data, path)


def load_bytes(data: bytes, path: str) -> tuple[LoadedRecording | Unreadable, ...]:
    """As `load`, for the file's bytes; `path` is what it shall be called."""
    with collector_paused():
        found = formats.read(data, path)
    return tuple([LoadedRecording(item) if isinstance(item, Recording) else item for item in found])


def first_of(values: tuple[LoadedRecording | Unreadable, ...], path: str) -> LoadedRecording | Unreadable:
    """The first recording of a file, which as a rule is the only one; a file without any is a value that says so."""
    return values[0] if values else Unreadable(path, "holds no recording")


def read_listed_file(path: str, size_bytes: int) -> bytes | Unreadable:
    """As `read_file`, of a file that its folder was just seen to list as a regular one of that size.

    What was seen is not asked again, unless the file turns out to be another: for each of a whole tree that counts.
    """
    try:
        descriptor = os.open(path, _READ_ONLY)
        try:
            data = os.read(descriptor, size_bytes + 1)
        finally:
            os.close(descriptor)
    except OSError:
        return read_file(path)
    return data if len(data) == size_bytes else read_file(path)


def read_file(path: str) -> bytes | Unreadable:
    """The bytes of a regular file. Nothing else is opened: a pipe would wait, a device might act."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a Path costs more than the call
        if not stat.S_ISREG(mode):
            return Unreadable(path, f"not a regular file: {_KINDS.get(stat.S_IFMT(mode), 'something else')}")
        descriptor = os.open(path, _READ_ONLY)
    except (OSError, ValueError) as error:
        return Unreadable(path, _reason(error))
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):  # replaced since it was looked at
            return Unreadable(path, "not a regular file")
        return _read_all(descriptor, status.st_size)
    except OSError as error:
        return Unreadable(path, _reason(error))
    finally:
        os.close(descriptor)


_READ_ONLY = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def _read_all(descriptor: int, size_bytes: int) -> bytes:
    """To the end of the file, which may have grown or shrunk since its size was asked."""
    data = os.read(descriptor, size_bytes + 1)
    if len(data) == size_bytes:
        return data
    pieces = [data]
    while piece := os.read(descriptor, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    return str(error)


def build_row(loaded: LoadedRecording | Unreadable, root: str, size: int, mtime_ns: int) -> Row:
    """The line of a list for one recording; `size` is in bytes, both facts as the directory tells them."""
    if isinstance(loaded, Unreadable):
        return Row(loaded.path, root, "unreadable", problem=loaded.reason, size=size, mtime_ns=mtime_ns)
    recording, request, response = loaded.recording, loaded.recording.request, loaded.recording.response
    asked = Header(recording.test_id, request.method, request.url, request.endpoint, request.model)
    return answered_row(
        recording.path, root, size, mtime_ns,
        asked, loaded.dialect.name, response.streaming, response.chunk_count, loaded.assembled,
    )  # fmt: skip


def answered_row(
    path: str,
    root: str,
    size: int,
    mtime_ns: int,
    asked: Header,
    dialect: str,
    streaming: bool,
    chunk_count: int,
    assembled: Assembled,
) -> Row:
    """The row of a recording that was read, from its request's facts and its response put together."""
    error = assembled.error
    texts = list(assembled.texts())
    return Row(
        path, root, "full",
        _shared(asked.test_id), _shared(asked.method), _shared(asked.url),
        _shared(asked.endpoint), _shared(asked.model),
        dialect, streaming, chunk_count, _shared_reasons(assembled.finish_reasons), assembled.usage,
        error is not None, error.status if error is not None else None,
        texts[0][:PREVIEW_CHARACTERS] if texts else "", "\n".join(texts),
        assembled.features, "", size, mtime_ns,
    )  # fmt: skip


def _shared(text: str | None) -> str | None:
    """The one copy of a text that many rows have: each file brings its own."""
    return None if text is None else sys.intern(text)


@lru_cache(maxsize=256)
def _shared_reasons(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return reasons
