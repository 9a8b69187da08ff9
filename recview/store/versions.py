"""The contents of files before they changed, within a bound of memory. Touches no disk."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from threading import Lock
from typing import Literal

MAX_VERSION_BYTES = 64_000_000
"""Compressed: a recording shrinks to a tenth or less, for its chunks repeat one another."""

_Age = Literal["current", "previous"]


class VersionStore:
    """Two contents a path: the one last seen, and the one before it. What was used least recently is forgotten first.

    Threads of the watcher fill it, the interface asks in others.
    """

    def __init__(self, max_bytes: int = MAX_VERSION_BYTES) -> None:
        self.max_bytes = max_bytes
        self.size_bytes = 0
        """What is kept, compressed."""
        self.forgotten = 0
        """How many contents were let go of for want of room."""
        self._contents: OrderedDict[tuple[_Age, str], bytes] = OrderedDict()
        self._digests: dict[str, bytes] = {}
        self._lock = Lock()

    @property
    def is_full(self) -> bool:
        """Whether keeping more would mean forgetting something; nearly, for contents differ in size."""
        return self.size_bytes > 0.9 * self.max_bytes

    def current(self, path: str) -> bytes | None:
        """The content last seen whole, if it is still kept."""
        return self._content("current", path)

    def previous(self, path: str) -> bytes | None:
        """The content before the last change, if it is still kept."""
        return self._content("previous", path)

    def holds(self, path: str) -> bool:
        """Whether a content of the path was seen."""
        return path in self._digests

    def is_current(self, path: str, content: bytes) -> bool:
        """Whether `content` is what was last seen; unknown counts as no."""
        return self._digests.get(path) == _digest(content)

    def put(self, path: str, content: bytes, was_broken: bool = False) -> None:
        """Takes in a content seen whole; a different one seen before becomes the previous one.

        Of a file that was removed, and is there again, what it held before stays that. `was_broken`: it could not be
        read meanwhile, so what it held before that is the previous one, even if it is the same.
        """
        packed, digest = zlib.compress(content, 1), _digest(content)
        with self._lock:
            known = self._digests.get(path)
            if known is not None and (known != digest or was_broken):
                self._make_previous(path)
            self._digests[path] = digest
            self._keep(("current", path), packed)

    def put_first(self, path: str, content: bytes) -> None:
        """Takes in what a file held at first, unless something of it was seen meanwhile: that is newer."""
        packed, digest = zlib.compress(content, 1), _digest(content)
        with self._lock:
            if path not in self._digests:
                self._digests[path] = digest
                self._keep(("current", path), packed)

    def remove(self, path: str) -> None:
        """The file is gone: what it held becomes the previous content."""
        with self._lock:
            self._make_previous(path)
            self._digests.pop(path, None)

    def _content(self, age: _Age, path: str) -> bytes | None:
        with self._lock:
            packed = self._contents.get((age, path))
            if packed is None:
                return None
            self._contents.move_to_end((age, path))
        return zlib.decompress(packed)

    def _make_previous(self, path: str) -> None:
        packed = self._take(("current", path))
        self._take(("previous", path))  # of a version that was forgotten, the one before it is not the one before
        if packed is not None:
            self._keep(("previous", path), packed)

    def _keep(self, key: tuple[_Age, str], packed: bytes) -> None:
        self._take(key)
        self._contents[key] = packed
        self.size_bytes += len(packed)
        while self.size_bytes > self.max_bytes:
            _, forgotten = self._contents.popitem(last=False)
            self.size_bytes -= len(forgotten)
            self.forgotten += 1

    def _take(self, key: tuple[_Age, str]) -> bytes | None:
        packed = self._contents.pop(key, None)
        if packed is not None:
            self.size_bytes -= len(packed)
        return packed


def _digest(content: bytes) -> bytes:
    import hashlib  # brings all of OpenSSL along: for the first content, not for the first frame

    return hashlib.blake2b(content, digest_size=16).digest()
