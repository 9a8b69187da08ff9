"""What is wrong with one recording, by named rules. Knows no files: what takes two recordings is found elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from recview.analysis.finish_checks import check_answers, check_promised_calls
from recview.analysis.problem import SEVERITIES, Problem
from recview.analysis.request_hash import HashVerdict, explain
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
    found = problems_but_secrets(recording, chunks, built, explain(recording))
    return gravest_first((*found, *secret_problems(recording, built)))


def problems_but_secrets(
    recording: Recording, chunks: Sequence[Chunk], transcript: Transcript, verdict: HashVerdict
) -> tuple[Problem, ...]:
    """All that `problems` finds but for credentials, which take the longest by far to look for."""
    found = [problem for check in CHECKS for problem in check(recording, chunks, transcript)]
    return gravest_first((*hash_problems(verdict), *found))


def gravest_first(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Findings in the order in which they are told."""
    return tuple(sorted(found, key=lambda problem: (SEVERITIES.index(problem.severity), problem.position or 0)))


def hash_problems(verdict: HashVerdict) -> Iterator[Problem]:
    """A name that no version of the recorder would have given the request, unless what it holds tells why."""
    if verdict.matches is not False:
        return
    if verdict.holds_own_name:
        yield Problem(
            "hash", "note", "its name cannot be recomputed: ids in the request were made of it after it was given"
        )
    elif verdict.recorded_as:
        yield Problem("hash", "note", f"it was recorded as {verdict.recorded_as}, and renamed since")
    else:
        computed = f"; the current one gives {verdict.computed}" if verdict.computed else ""
        yield Problem("hash", "warning", f"its name fits no known hash rule{computed}")


def secret_problems(recording: Recording, transcript: Transcript) -> Iterator[Problem]:
    """Credentials that should never have been recorded."""
    for secret in find_secrets(recording, transcript):
        where = secret.path if secret.position is None else f"{secret.path} of the answer put together"
        yield Problem("secret", "error", f"looks like {secret.what}: {secret.masked} at {where}", secret.position)


def check_emptiness(recording: Recording, chunks: Sequence[Chunk], transcript: Transcript) -> Iterator[Problem]:
    """A response that brings nothing at all."""
    if recording.response.error is not None:
        return
    if not chunks:
        yield Problem("empty-response", "warning", "the response holds nothing")
    elif not transcript.blocks and not any(isinstance(event, Unknown) for _, event in told(chunks)):
        yield Problem("empty-response", "note", "the response says nothing: no text, no tool call, no data")


CHECKS: tuple[Check, ...] = (
    check_emptiness,
    check_events,
    check_finishes,
    check_answers,
    check_indexes,
    check_tool_calls,
    check_promised_calls,
    check_counts,
    check_absence,
)
"""All checks on how a single recording is told. A new one is a function and a line here."""
