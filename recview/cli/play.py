"""`recview play`: a stream on standard output, chunk by chunk. Owns the clock that playback lacks."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import click

from recview.analysis.block import Block
from recview.analysis.chunk_summary import summarize
from recview.analysis.masked_pieces import MaskedPieces
from recview.analysis.playback import Playback
from recview.analysis.transcript import Transcript
from recview.cli.arguments import PATH
from recview.cli.output import color_option, print_line, reading_error, styled, use_color
from recview.errors import RecviewError
from recview.model.events import Chunk
from recview.model.recording import Unreadable
from recview.store.reading import LoadedRecording, load
from recview.wire.terminal import clean, clean_line

_TICK_S = 0.02


@click.command("play", short_help="Play a recorded stream back, token by token.")
@click.argument("file", type=PATH)
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    help="Chunks a second; 0 is at once. On a terminal the recording's own pace, else what the setting `rate` says.",
)
@click.option("--from", "first", type=click.IntRange(min=1), default=1, show_default=True, help="Begin at this chunk.")
@click.option(
    "--chunks", "by_chunk", is_flag=True, help="A line for each chunk: its number, its kind, what it changed."
)
@color_option
def command(file: str, rate: float | None, first: int, by_chunk: bool, color: str) -> int:
    """Play a recorded stream back to standard output, token by token.

    Where standard output is no terminal, everything comes at once unless --rate is given. Recordings hardly ever
    tell when a chunk came: the pace is invented.
    """
    if rate is not None and math.isnan(rate):
        raise click.BadParameter("not a number", param_hint="--rate")
    for loaded in load(file):
        if isinstance(loaded, Unreadable):
            raise reading_error(loaded)
        _play(loaded, rate, first, by_chunk, use_color(color))
    return 0


def _play(loaded: LoadedRecording, rate: float | None, first: int, by_chunk: bool, color: bool) -> None:
    transcript = Transcript.of(loaded.chunks, loaded.recording.response.error)
    if first > max(transcript.length, 1):
        raise RecviewError(f"{loaded.recording.path} has no chunk {first}: it has {transcript.length}")
    at_once = rate == 0 or (rate is None and not sys.stdout.isatty())
    playback = Playback(
        transcript.length,
        position=first,
        chunks_per_second=math.inf if at_once else rate or _rate_set(),
        arrival_s=transcript.arrival_s if rate is None and not at_once else None,
    )
    printer: _TextPrinter | _ChunkPrinter
    printer = _ChunkPrinter(loaded.chunks, transcript, color) if by_chunk else _TextPrinter(transcript, color)
    if not math.isinf(playback.rate) and transcript.length > 1:
        click.echo(_narration(playback), err=True)
    shows_progress = not at_once and sys.stderr.isatty() and not sys.stdout.isatty()

    try:
        for position in played(playback):
            printer.show(position)
            if not at_once:
                sys.stdout.flush()
            if shows_progress:
                sys.stderr.write(f"\r{position}/{transcript.length}")
                sys.stderr.flush()
    finally:
        printer.close()
        if shows_progress:
            sys.stderr.write("\n")


def _rate_set() -> float:
    from recview.store.settings import load_settings  # what finds the user's folders loads slowly: only where asked

    return load_settings().number("rate")


def _narration(playback: Playback) -> str:
    if playback.paced_by_recording:
        return f"{playback.length} chunks at the pace recorded"
    return f"{playback.length} chunks at {playback.rate:g} a second; the recording tells no times, the pace is invented"


def played(
    playback: Playback,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[int]:
    """Plays from where the playhead stands to the end, and gives every position it passes, in order."""
    yield playback.position
    if math.isinf(playback.rate):
        yield from range(playback.position + 1, playback.length + 1)
        return
    playback.playing = not playback.at_end
    before = clock()
    while playback.playing:
        sleep(_TICK_S)
        now = clock()
        position = playback.position
        playback.advance(now - before)
        yield from range(position + 1, playback.position + 1)
        before = now


class _TextPrinter:
    """Prints what each chunk adds to the text, secrets hidden; a heading where another block than the last goes on."""

    def __init__(self, transcript: Transcript, color: bool) -> None:
        self._transcript = transcript
        self._pieces = MaskedPieces(transcript)
        self._color = color
        self._current: Block | None = None
        self._at_line_start = True

    def show(self, position: int) -> None:
        for block in self._transcript.touched_at(position):
            if block is not self._current:
                self._begin(block, position)
            piece = self._pieces.piece(block, *block.delta_at(position))
            self._write(clean(piece), dim=block.kind == "reasoning")

    def close(self) -> None:
        if not self._at_line_start:
            self._write("\n")

    def _begin(self, block: Block, position: int) -> None:
        plain_answer = self._current is None and block.kind == "text" and block.choice == 0
        self.close()
        self._current = block
        if not plain_answer:
            print_line(styled(f"── {_heading(block, position)} ──", self._color, bold=True))

    def _write(self, text: str, dim: bool = False) -> None:
        if text:
            sys.stdout.write(styled(text, self._color and dim, dim=True))
            self._at_line_start = text.endswith("\n")


def _heading(block: Block, position: int) -> str:
    """What a block is, told in words: the answer is text, and a choice other than the first is numbered."""
    words = [block.kind.replace("_", " ")]
    call = block.call_at(position)
    if call is not None:
        words += [clean_line(part) for part in (call.name, call.id) if part]
    if block.choice:
        words.append(f"(choice {block.choice})")
    return " ".join(words)


class _ChunkPrinter:
    """Prints a line for each chunk, credentials hidden."""

    def __init__(self, chunks: Sequence[Chunk], transcript: Transcript, color: bool) -> None:
        self._chunks = chunks
        self._pieces = MaskedPieces(transcript)
        self._color = color
        self._digits = len(str(len(chunks)))

    def show(self, position: int) -> None:
        if position:  # 0 stands where there are no chunks at all
            summary = summarize(self._pieces.chunk(self._chunks[position - 1], position))
            kind = styled(f"{summary.kind.replace('_', '-'):<10}", self._color, fg="cyan")
            print_line(f"{position:>{self._digits}}  {kind}  {clean_line(summary.plain)}")

    def close(self) -> None:
        pass
