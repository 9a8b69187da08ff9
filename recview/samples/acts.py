"""What a re-record does to a tree of recordings, act by act. Each act is made of steps that take no time themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TypeAlias

from recview.samples.builders.envelope import Sample
from recview.samples.scenarios.takes import Take

_BORDERS = (0.0, 0.3, 0.65, 0.9)
"""Where the recorder's streaming dump pauses, as shares of the file: it begins with an empty one."""

_PIECE_S = 0.1
_CHUNK_S = 0.12

_CHUNK = re.compile(rb'\n +\{\n +"__type__"')
_PADDING = re.compile(rb'("obfuscation": ")([0-9a-f]+)"')


@dataclass(frozen=True, slots=True)
class Write:
    """Puts bytes into a file: from its beginning on, or after what stands there."""

    path: Path
    data: bytes
    append: bool = False

    def do(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab" if self.append else "wb") as file:
            file.write(self.data)


@dataclass(frozen=True, slots=True)
class Rename:
    """Moves a file over another in one step."""

    path: Path
    target: Path

    def do(self) -> None:
        self.path.replace(self.target)


@dataclass(frozen=True, slots=True)
class Remove:
    """Takes a file away."""

    path: Path

    def do(self) -> None:
        self.path.unlink(missing_ok=True)


Step: TypeAlias = Write | Rename | Remove


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens to one recording."""

    name: str
    """What happens, for people."""
    path: Path
    steps: tuple[Step, ...]
    pause_s: float = 0.0
    """How long to wait after each step."""

    def perform(self) -> None:
        """Does every step at once."""
        for step in self.steps:
            step.do()


def ask_for_usage(root: Path, take: Take, answer: int) -> Act | None:
    """Records a test whose request now asks for usage: one key more, another hash; the old file stays."""
    sample = take.recorded(answer, include_usage=True)
    if (root / sample.path).exists():
        return None
    return _recorded(f"{take.title}: recorded with usage", root, sample)


def add_test(root: Path, take: Take, *, slowly: bool = False) -> Act | None:
    """Records a test for the first time; `slowly`: chunk by chunk, as a recorder would that does not wait."""
    sample = take.recorded()
    path = root / sample.path
    if path.exists():
        return None
    name = f"{take.title}: a new test"
    if slowly:
        return Act(name, path, _chunk_by_chunk(path, sample.content), _CHUNK_S)
    return _recorded(name, root, sample)


def overload(root: Path, take: Take) -> Act | None:
    """Records a request again on a day on which the host fails."""
    for include_usage in (True, False):
        sample = take.overloaded(include_usage=include_usage)
        path = root / sample.path
        if path.exists() and path.read_bytes() != sample.content:
            return _recorded(f"{take.title}: an error", root, sample)
    return None


def restore(root: Path, contents: Mapping[Path, bytes]) -> Act:
    """Puts everything back at once, as a switch of branches does; what is not among the `contents` goes."""
    steps: list[Step] = [Remove(path) for path in sorted(root.rglob("*.json")) if path not in contents]
    steps += [
        Write(path, content) for path, content in contents.items() if not path.exists() or path.read_bytes() != content
    ]
    return Act("everything as it was", root, tuple(steps))


def answer_again(root: Path, take: Take, answer: int, *, at_once: bool = False) -> Act | None:
    """Records a request again with another take of its answer; `at_once` swaps the file in by a rename."""
    for include_usage in (True, False):
        sample = take.recorded(answer, include_usage=include_usage)
        path = root / sample.path
        if path.exists() and path.read_bytes() != sample.content:
            name = f"{take.title}: recorded again"
            return _swapped(f"{name}, swapped in", path, sample.content) if at_once else _recorded(name, root, sample)
    return None


def record_again(path: Path, random: Random) -> Act | None:
    """Records a request again, whose answer stays: only the padding of its chunks differs."""
    content = path.read_bytes()

    def padding(match: re.Match[bytes]) -> bytes:
        digits = random.getrandbits(4 * len(match[2]))
        return match[1] + f"{digits:0{len(match[2])}x}".encode() + b'"'

    changed = _PADDING.sub(padding, content)
    if changed == content:
        return None
    return Act(f"{path.stem[:12]}: the same answer", path, _dump(path, changed), _PIECE_S)


def remove(root: Path, take: Take) -> Act | None:
    """Takes away a test's recording from before its requests asked for usage, once the later one is there."""
    old, new = (root / take.recorded(include_usage=asked).path for asked in (False, True))
    if not (old.exists() and new.exists()):
        return None
    return Act(f"{take.title}: the superseded file goes", old, (Remove(old),))


def _recorded(name: str, root: Path, sample: Sample) -> Act:
    path = root / sample.path
    return Act(name, path, _dump(path, sample.content), _PIECE_S)


def _dump(path: Path, content: bytes) -> tuple[Step, ...]:
    """The recorder's way: the file is emptied, then filled piece by piece."""
    borders = [int(share * len(content)) for share in _BORDERS] + [len(content)]
    pieces = [content[start:end] for start, end in pairwise(borders)]
    return (Write(path, b""), *(Write(path, piece, append=True) for piece in pieces))


def _chunk_by_chunk(path: Path, content: bytes) -> tuple[Step, ...]:
    """The file grows by a chunk at a time."""
    borders = [0, *(match.start() for match in _CHUNK.finditer(content)), len(content)]
    pieces = [content[start:end] for start, end in pairwise(borders)]
    return (Write(path, b""), *(Write(path, piece, append=True) for piece in pieces))


def _swapped(name: str, path: Path, content: bytes) -> Act:
    beside = path.with_suffix(".tmp")
    return Act(name, path, (Write(beside, content), Rename(beside, path)), _PIECE_S)
