"""What a step, a seek and a resize cost in a stream of 100,000 chunks against one of 1,000; no screen is drawn.

Run it: python benchmarks/playback.py
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from rich.cells import cell_len

from recview.analysis.playback import Playback
from recview.analysis.transcript import Transcript
from recview.analysis.wrapping import WrappedText
from recview.model.events import Chunk, TextDelta
from recview.model.recording import RawChunk

SMALL, LARGE = 1_000, 100_000
WIDTH, HEIGHT = 100, 40
ROUNDS, STEPS = 30, 200
WORDS = ("the", " quick", " brown", " fox", " jumps", ",", " über", " den", " Hund.", "\n", " x", " =", " 1")


class Screenful:
    """A recording opened: everything a panel keeps."""

    def __init__(self, chunk_count: int) -> None:
        words = random.Random(chunk_count)
        self.chunks = tuple(
            Chunk(RawChunk(index, {}), (TextDelta(0, words.choice(WORDS)),)) for index in range(chunk_count)
        )
        self.transcript = Transcript.of(self.chunks)
        self.playback = Playback(chunk_count)
        self.wrapped = self.wrap(WIDTH)

    def wrap(self, width: int) -> WrappedText:
        return WrappedText(self.transcript.blocks[0].text, width, cell_len)

    def draw(self) -> list[str]:
        """The lines that a panel of HEIGHT lines shows at the playhead."""
        position = self.playback.position
        (block,) = self.transcript.touched_at(position)
        self.transcript.usage_at(position)
        self.transcript.finish_at(position)
        end = block.length_at(position)
        last, _ = self.wrapped.locate(end)
        return [self.wrapped.line_text(index, end) for index in range(max(0, last - HEIGHT + 1), last + 1)]

    def step(self, chunks: int) -> None:
        """STEPS of them, where either stream fills the panel."""
        self.playback.seek_fraction(7 if chunks > 0 else 9)
        for _ in range(STEPS):
            self.playback.step(chunks)
            self.draw()

    def seek(self) -> None:
        """STEPS of them, anywhere."""
        for _ in range(STEPS):
            self.playback.seek(random.randint(1, self.playback.length))
            self.draw()


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def medians(small: Callable[[], object], large: Callable[[], object]) -> tuple[float, float]:
    """Seconds of both, measured in turns: only what is taken in one run can be compared."""
    pairs = [(seconds(small), seconds(large)) for _ in range(ROUNDS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def main() -> None:
    small, large = Screenful(SMALL), Screenful(LARGE)
    print(f"{'':<30}{SMALL:>10,}{LARGE:>10,}     ratio  budget")
    for name, acts, budget in (
        ("step, µs", (lambda: small.step(1), lambda: large.step(1)), "≤ 1.5"),
        ("step back, µs", (lambda: small.step(-1), lambda: large.step(-1)), "≤ 1.5"),
        ("seek anywhere, µs", (small.seek, large.seek), "≤ 16,000 µs"),
    ):
        one, other = (duration / STEPS for duration in medians(*acts))
        print(f"{name:<30}{one * 1e6:>10.1f}{other * 1e6:>10.1f}{other / one:>10.2f}  {budget}")
    widths = iter(range(60, 60 + 2 * ROUNDS))
    for name, acts in (
        ("resize, ms", (lambda: small.wrap(next(widths)), lambda: large.wrap(next(widths)))),
        ("transcript, ms", (lambda: Transcript.of(small.chunks), lambda: Transcript.of(large.chunks))),
    ):
        one, other = medians(*acts)
        per_chunk = other / one * SMALL / LARGE
        print(f"{name:<30}{one * 1e3:>10.2f}{other * 1e3:>10.2f}{per_chunk:>10.2f}  (a chunk)")


if __name__ == "__main__":
    main()
