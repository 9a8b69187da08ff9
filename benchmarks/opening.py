"""What opening a recording costs against `orjson.loads` of its bytes, step by step, and what it keeps. Judges nothing.

    python benchmarks/opening.py [FOLDER | COUNT]

Measures the recordings of a folder, or a tree of COUNT (default 600) made for it and removed again: all of them, the
largest few, and one stream of 100,000 chunks. Every step contains those above it.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
from tree import make_tree

from recview.analysis.transcript import Transcript
from recview.model.recording import Unreadable
from recview.store.collector import collector_paused
from recview.store.reading import LoadedRecording, load_bytes
from recview.ui.opened import prepare
from recview.wire.documents import loads

ROUNDS = 7
LARGEST = 20
LONG_STREAM = 100_000


def loaded(data: bytes) -> LoadedRecording:
    """The recording in a file that holds one."""
    (recording,) = load_bytes(data, "recording.json")
    assert not isinstance(recording, Unreadable)
    return recording


def first_chunk(data: bytes) -> LoadedRecording:
    """Open: the envelope told apart, the dialect told, the chunk under the playhead read."""
    recording = loaded(data)
    if recording.chunks:
        _ = recording.chunks[0]
    return recording


def told_through(data: bytes) -> tuple[LoadedRecording, Transcript]:
    """Ready for any position."""
    recording = first_chunk(data)
    return recording, Transcript.of(recording.chunks, recording.recording.response.error)


STEPS: tuple[tuple[str, Callable[[bytes], object]], ...] = (
    ("parsed, to the last digit", loads),
    ("open: dialect told, first chunk read (budget 1.6)", first_chunk),
    ("told through: any position, all markers", told_through),
    ("prepared for every panel, checked but for secrets", lambda data: prepare(loaded(data))),
    ("searched for secrets", lambda data: prepare(loaded(data)).with_secrets()),
)


def seconds(read: Callable[[bytes], object], contents: Sequence[bytes]) -> float:
    """CPU time of reading each once; nothing is kept."""
    started = time.process_time()
    for data in contents:
        with collector_paused():
            value = read(data)
        del value
    return time.process_time() - started


def print_ratios(title: str, contents: Sequence[bytes]) -> None:
    """The least of ROUNDS for each step, taken in turns, over the least of the floor."""
    reads = [orjson.loads, *(read for _, read in STEPS)]
    rounds = [[seconds(read, contents) for read in reads] for _ in range(ROUNDS)]
    floor, *spent = (min(times) for times in zip(*rounds, strict=True))
    size = sum(map(len, contents))
    print(f"{title}: {len(contents):,} of {size / 1e6:.1f} MB, orjson.loads {floor * 1e3:.1f} ms")
    for (name, _), duration in zip(STEPS, spent, strict=True):
        print(f"  {name:<52}{duration / floor:6.2f}")


def print_memory(title: str, data: bytes) -> None:
    """What each step keeps, over what the parsed document alone takes."""
    tracemalloc.start()
    floor = kept_bytes(orjson.loads, data)
    print(f"{title}: the document alone {floor / 1e6:.0f} MB")
    for name, read in STEPS:
        print(f"  {name:<52}{kept_bytes(read, data) / floor:6.2f}")
    tracemalloc.stop()


def kept_bytes(read: Callable[[bytes], object], data: bytes) -> int:
    """What is allocated as long as the value is held that `read` makes."""
    before = tracemalloc.get_traced_memory()[0]
    value = read(data)
    after = tracemalloc.get_traced_memory()[0]
    del value
    return after - before


def readable(folder: Path) -> list[bytes]:
    """The contents of every file that holds one recording."""
    contents = [path.read_bytes() for path in sorted(folder.rglob("*.json"))]
    return [
        data for data in contents if len(found := load_bytes(data, "")) == 1 and isinstance(found[0], LoadedRecording)
    ]


def long_stream(contents: Sequence[bytes], length: int) -> bytes:
    """The longest stream among `contents`, gone through again and again."""
    document = max((orjson.loads(data) for data in contents), key=lambda document: len(_items(document)))
    items = _items(document)
    document["response"]["body"] = [items[at % len(items)] for at in range(length)]
    return json.dumps(document).encode()


def _items(document: dict[str, dict[str, list[object]]]) -> list[object]:
    body = document["response"].get("body")
    return body if isinstance(body, list) and all(isinstance(item, dict) for item in body) else []


def measure(folder: Path) -> None:
    """Prints all of it."""
    contents = readable(folder)
    print_ratios("all", contents)
    print_ratios("the largest", sorted(contents, key=len)[-LARGEST:])
    long = long_stream(contents, LONG_STREAM)
    print_ratios("a long stream", [long])
    print_memory("memory of the long stream", long)


def main() -> None:
    """Measures the folder that was named, or a generated one."""
    given = sys.argv[1] if len(sys.argv) > 1 else "600"
    if not given.isdigit():
        measure(Path(given))
        return
    with tempfile.TemporaryDirectory(prefix="recview-opening-") as folder:
        make_tree(Path(folder), int(given))
        measure(Path(folder))


if __name__ == "__main__":
    main()
