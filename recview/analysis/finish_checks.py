"""Checks on whether the reason for which a choice finishes agrees with what it said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recview.analysis.problem import Problem
from recview.analysis.transcript import Transcript
from recview.model.events import Chunk
from recview.model.recording import Recording

CUT_OFF = frozenset({"length", "max_tokens", "max_output_tokens", "model_context_window_exceeded", "incomplete"})
"""Finish reasons, in lower case, that explain why an answer ends in the middle."""

_FOR_CALLS = frozenset({"tool_calls", "tool_use"})
"""Finish reasons, in lower case, that say that tools were called."""


def check_promised_calls(_recording: Recording, chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """Choices that finish to have tools called, and call none: whoever replays that waits for a call."""
    calling = {block.choice for block in transcript.blocks if block.call is not None}
    for choice, finishes in transcript.finishes.items():
        reason = finishes.last
        if reason is not None and reason.lower() in _FOR_CALLS and choice not in calling:
            message = f"choice {choice} finishes with {reason}, and calls no tool"
            yield Problem("finish-without-call", "warning", message, finishes.positions[-1])


def check_answers(_recording: Recording, chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """Choices that came to their limit of tokens before they said anything: what a test sees of them is empty."""
    answered = {block.choice for block in transcript.blocks if block.kind != "reasoning" and (block.text or block.call)}
    for choice in transcript.choices:
        reason = transcript.finish_at(len(chunks), choice)
        if reason is not None and reason.lower() in CUT_OFF and choice not in answered:
            yield Problem("no-answer", "note", f"choice {choice} ends ({reason}) before it answers", len(chunks))
