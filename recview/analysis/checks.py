"""What is wrong with one recording, by named rules. Knows no files: what takes two recordings is found elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from recview.analysis.problem import SEVERITIES, Problem
from recview.analysis.request_hash import explain
from recview.analysis.secrets import find_secrets
from recview.analysis.stream_checks import check_events, check_finishes, check_indexes, check_tool_calls
from recview.analysis.transcript import Transcript
from recview.analysis.usage_checks import check_absence, check_counts
from recview.model.events import Chunk, Unknown
from recview.model.recording import Recording
from recview.model.stream import told

Check = Callable[[Recording, Sequence[Chunk], Transcript], Iterator[Problem]]


def problems(
    recording: Recording, chunks: Sequence[Chunk], transcript: Transcript | None = None
) -> tuple[Problem, ...]:
    """Every finding on a recording, the gravest first, then by position.

    `chunks` are the recording's, decoded; `transcript` is built from them if the caller has none yet.
    """
    built = transcript or Transcript.of(chunks, recording.response.error)
    found = [problem for check in CHECKS for problem in check(recording, chunks, built)]
    return tuple(sorted(found, key=lambda problem: (SEVERITIES.index(problem.severity), problem.position or 0)))


def check_hash(recording: Recording, _chunks: Sequence[Chunk], _transcript: Transcript) -> Iterator[Problem]:
    """A name that no version of the recorder would have given the request."""
    verdict = explain(recording)
    if verdict.matches is False:
        computed = f"; by the current one it would be {verdict.computed}" if verdict.computed else ""
        yield Problem("hash", "warning", f"no known rule gives this request the name {verdict.name}{computed}")


def check_secrets(recording: Recording, _chunks: Sequence[Chunk], _transcript: Transcript) -> Iterator[Problem]:
    """Credentials that should never have been recorded."""
    for secret in find_secrets(recording):
        yield Problem("secret", "error", f"looks like {secret.what}: {secret.masked} at {secret.path}")


def check_emptiness(recording: Recording, chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """A response that brings nothing at all."""
    if recording.response.error is not None:
        return
    if not chunks:
        yield Problem("empty-response", "warning", "the response holds nothing")
    elif not transcript.blocks and not any(isinstance(event, Unknown) for _, event in told(chunks)):
        yield Problem("empty-response", "note", "the response says nothing: no text, no tool call, no data")


CHECKS: tuple[Check, ...] = (
    check_hash,
    check_secrets,
    check_emptiness,
    check_events,
    check_finishes,
    check_indexes,
    check_tool_calls,
    check_counts,
    check_absence,
)
"""All checks on a single recording. A new one is a function and a line here."""
