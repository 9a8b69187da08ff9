"""A response read by its dialect: chunk by chunk for who looks at chunks, told through for who folds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from threading import Lock

from recview.model.events import Chunk, StreamEvent, Told
from recview.model.lazy import LazySequence
from recview.model.recording import RawChunk


class Stream(LazySequence[Chunk]):
    """Every chunk with what it says. They are read as far as somebody looks: a reader remembers what came before."""

    def __init__(
        self,
        raw: Sequence[RawChunk],
        read: Callable[[RawChunk], tuple[StreamEvent, ...]],
        tell: Callable[[], Sequence[Told]],
    ) -> None:
        """`read` has read nothing yet; `tell` gives what `read` would say of all chunks, runs of text together."""
        self.raw = raw
        self._read = read
        self._tell = tell
        self._chunks: list[Chunk] = []
        self._reading = Lock()

    @cached_property
    def told(self) -> Sequence[Told]:
        """Everything the stream says, in order."""
        return self._tell()

    def __len__(self) -> int:
        return len(self.raw)

    def item(self, index: int) -> Chunk:
        if index >= len(self._chunks):
            with self._reading:  # a screen and a worker may look at once
                for at in range(len(self._chunks), index + 1):
                    chunk = self.raw[at]
                    self._chunks.append(Chunk(chunk, self._read(chunk)))
        return self._chunks[index]


def told(chunks: Sequence[Chunk]) -> Iterable[Told]:
    """Everything some chunks say, in order: of a stream without building its chunks."""
    if isinstance(chunks, Stream):
        return chunks.told
    return ((position, event) for position, chunk in enumerate(chunks, start=1) for event in chunk.events)


def raw_chunks(chunks: Sequence[Chunk]) -> Iterable[RawChunk]:
    """Chunks as recorded: of a stream without reading what they say."""
    return chunks.raw if isinstance(chunks, Stream) else (chunk.raw for chunk in chunks)
