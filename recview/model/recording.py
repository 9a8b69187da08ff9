"""A recording as it lies on disk: the envelope, told apart, and the chunks still raw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Literal, TypeAlias

from recview.model.json_value import JSON
from recview.model.lazy import LazySequence
from recview.model.value import value

RequestKind = Literal["sdk", "http", "tool", "file"]
"""An SDK call, a raw HTTP passthrough, a tool invocation, a file processor."""


@value
class Request:
    """What was asked. `body` is the body, payload or kwargs exactly as recorded."""

    kind: RequestKind
    method: str | None = None
    url: str | None = None
    endpoint: str | None = None
    model: str | None = None
    provider: str | None = None
    name: str | None = None
    """The tool's name, or the file processor's api."""
    headers: dict[str, JSON] = field(default_factory=dict)
    body: JSON = None
    body_key: str = "body"
    """Under which key of the request the body stood: body, payload or kwargs."""
    document: JSON = None
    """The whole request object as recorded."""


@value
class RawChunk:
    """One step of a stream: a list item, or one server-sent event of several lines.

    For a plain response the one chunk is the whole body.
    """

    index: int
    """0-based position in the stream."""
    data: JSON
    """The payload: `__data__`, the plain object, or the parsed `data:` of an event (its text where it is no JSON)."""
    type: str | None = None
    """`__type__` as recorded. Text from a file: shown, never imported."""
    event: str | None = None
    """The `event:` field of a server-sent event."""
    lines: tuple[str, ...] = ()
    """The raw lines of a server-sent event."""
    raw: JSON = None
    """The item exactly as recorded; for a server-sent event the list of its lines."""


BuildChunk: TypeAlias = Callable[[int, JSON], RawChunk]
"""Makes a chunk of its place in the stream and the item as recorded."""


class ItemChunks(LazySequence[RawChunk]):
    """The chunks of a stream that was recorded item by item, as most are."""

    __slots__ = ("_build", "_items", "_payloads")

    def __init__(self, items: list[JSON], payloads: Callable[[list[JSON]], list[JSON]], build: BuildChunk) -> None:
        """`payloads` tells of the items what `build` makes the `data` of each chunk."""
        self._items = items
        self._payloads = payloads
        self._build = build

    def payloads(self) -> list[JSON]:
        """The `data` of each chunk: what a whole stream is told from, without building its chunks."""
        return self._payloads(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def item(self, index: int) -> RawChunk:
        return self._build(index, self._items[index])


@value
class ApiError:
    """An error that the API gave and the recorder kept."""

    type: str | None
    status: int | None
    message: str | None
    category: str | None = None
    provider: str | None = None
    body: JSON = None


@value
class Response:
    """What came back. `chunks` is never parsed further here."""

    streaming: bool
    chunks: Sequence[RawChunk] = ()
    status: int | None = None
    error: ApiError | None = None
    """An exception the SDK raised; the chunks before it are in `chunks`."""
    document: JSON = None
    """The whole response object as recorded."""

    @property
    def chunk_count(self) -> int:
        """What playback steps through; a plain response has no chunks to step."""
        return len(self.chunks) if self.streaming else 0


@value
class Recording:
    """One recorded API call."""

    path: str
    """Where it was read from, as the caller named it."""
    name: str
    """The file's name without its ending: as a rule the request's hash."""
    test_id: str | None
    request: Request
    response: Response
    id_normalization: dict[str, JSON] = field(default_factory=dict)
    document: JSON = None
    """The whole document as recorded."""
    size_bytes: int = 0


@value
class Unreadable:
    """A file that should hold a recording and cannot be read as one."""

    path: str
    reason: str
    """What is wrong, in one line."""
    offset: int | None = None
    """The byte where reading stopped, where that is known."""
    size_bytes: int = 0

    @property
    def is_something_else(self) -> bool:
        """Whether it is whole JSON, but of no recording: it may be a request."""
        return self.reason.startswith("not a recording")
