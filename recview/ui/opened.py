"""What the interface holds of the recording it shows: read, decoded and ready to play. Built off the event loop."""

from __future__ import annotations

from dataclasses import replace

from recview.analysis.checks import gravest_first, problems_but_secrets, secret_problems
from recview.analysis.logprobs import TokenScores, token_scores
from recview.analysis.markers import Marker, markers
from recview.analysis.problem import Problem
from recview.analysis.request_hash import HashVerdict, explain
from recview.analysis.transcript import Transcript
from recview.model.recording import Recording, Unreadable
from recview.model.value import value
from recview.store.collector import collector_paused
from recview.store.reading import LoadedRecording, first_of, load, load_bytes


@value
class Opened:
    """A recording, open."""

    loaded: LoadedRecording
    transcript: Transcript
    hash_verdict: HashVerdict
    """What the name says about the request."""
    problems: tuple[Problem, ...]
    """The gravest first; without credentials until they were looked for."""
    markers: tuple[Marker, ...]
    scores: TokenScores
    """How sure the model was of each token, where the wire says so."""
    whole: bool = True
    """Whether all of it is there: not while its file is being written."""

    @property
    def recording(self) -> Recording:
        return self.loaded.recording

    @property
    def why_no_usage(self) -> str:
        """Why the call tells no usage, in a few words; empty where it tells some."""
        if self.loaded.assembled.usage is not None:
            return ""
        if not self.whole:
            return "not sent yet"
        if self.loaded.assembled.error is not None:
            return "the call failed"
        said = next((problem.message for problem in self.problems if problem.rule.startswith("usage")), "")
        return said or "the wire sends none"

    @property
    def has_reasoning(self) -> bool:
        """Whether there is any to be folded."""
        return any(block.kind == "reasoning" for block in self.transcript.blocks)

    @property
    def problem_position(self) -> int | None:
        """The chunk at which it goes wrong: its error, else its first anomaly; None where no chunk shows any."""
        at = {marker.kind: marker.position for marker in reversed(self.markers)}
        return at.get("error", at.get("problem"))

    @property
    def path(self) -> str:
        return self.recording.path

    def with_secrets(self) -> Opened:
        """With the credentials among its problems, which take longer to look for than all the rest to read."""
        found = tuple(secret_problems(self.recording, self.transcript))
        return replace(self, problems=gravest_first((*self.problems, *found))) if found else self


def prepare(loaded: LoadedRecording, *, whole: bool = True) -> Opened:
    """Everything the panels need, computed once, but for the search for credentials.

    What is not `whole` yet is not found fault with.
    """
    recording, chunks = loaded.recording, loaded.chunks
    with collector_paused():
        transcript = Transcript.of(chunks, recording.response.error)
        _ = loaded.assembled  # here and not where it is first drawn
        verdict = explain(recording)
        found = problems_but_secrets(recording, chunks, transcript, verdict) if whole else ()
        scores = token_scores(transcript, chunks)
    return Opened(loaded, transcript, verdict, found, markers(transcript, found), scores, whole)


def open_path(path: str) -> Opened | Unreadable:
    """Reads and prepares the recording in a file; a file that cannot be read is a value that says why."""
    return _prepared(first_of(load(path), path))


def open_bytes(data: bytes, path: str) -> Opened | Unreadable:
    """The same for bytes at hand: the version before the last reload."""
    return _prepared(first_of(load_bytes(data, path), path))


def _prepared(loaded: LoadedRecording | Unreadable) -> Opened | Unreadable:
    return loaded if isinstance(loaded, Unreadable) else prepare(loaded)
