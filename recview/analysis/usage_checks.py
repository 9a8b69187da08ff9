"""Checks on the token counts: whether they add up, and why there are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recview.analysis.problem import Problem
from recview.analysis.transcript import Transcript
from recview.model.events import Chunk, StreamError
from recview.model.json_value import JSON, as_object
from recview.model.recording import Recording
from recview.model.stream import told

_ASKED_FOR_BY = "stream_options.include_usage"


def check_counts(_recording: Recording, _chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """Counts below 0, a total that is no sum, and parts that exceed their whole, in the usage known last."""
    usage = transcript.usage.last
    if usage is None:
        return
    position = transcript.usage.positions[-1]
    tokens_in, tokens_out, total = usage.input_tokens, usage.output_tokens, usage.total_tokens
    below = ", ".join(f"{name} {count}" for name, count in _counts_below_zero(usage.raw))
    if below:
        yield Problem("usage-negative", "warning", f"no count can be below 0: {below}", position)
    if tokens_in is not None and tokens_out is not None and total is not None and total != tokens_in + tokens_out:
        message = f"total {total} is not input {tokens_in} + output {tokens_out}"
        yield Problem("usage-total", "warning", message, position)
    if usage.cached_tokens is not None and tokens_in is not None and usage.cached_tokens > tokens_in:
        message = f"{usage.cached_tokens} cached tokens exceed the input, {tokens_in}"
        yield Problem("usage-cached", "warning", message, position)
    if usage.reasoning_tokens is not None and tokens_out is not None and usage.reasoning_tokens > tokens_out:
        message = f"{usage.reasoning_tokens} reasoning tokens exceed the output, {tokens_out}"
        yield Problem("usage-reasoning", "warning", message, position)


def _counts_below_zero(raw: JSON) -> Iterator[tuple[str, int]]:
    """As recorded, for what is no count is not taken for one. Times, which some servers tell too, are left alone."""
    for name, count in as_object(raw).items():
        if isinstance(count, dict):
            yield from _counts_below_zero(count)
        elif isinstance(count, int) and count < 0 and ("token" in name.lower() or name.lower().endswith("count")):
            yield name, count


def check_absence(recording: Recording, chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """A streamed completion without usage, which OpenAI's API leaves out unless it is asked for."""
    if not recording.response.streaming or not chunks or recording.response.error is not None:
        return
    if any(isinstance(event, StreamError) for _, event in told(chunks)):
        return  # which says why there is none
    usage = transcript.usage.last
    if not (recording.request.endpoint or "").endswith("/completions") or (usage is not None and usage.known):
        return
    options = as_object(as_object(recording.request.body).get("stream_options"))
    if options.get("include_usage") is True:
        yield Problem("usage-absent", "warning", f"no usage, though the request asks for it by {_ASKED_FOR_BY}")
    else:
        yield Problem("usage-absent", "note", f"no usage: the request does not ask for it by {_ASKED_FOR_BY}")
