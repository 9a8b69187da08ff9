"""Re-records the sample recordings as one watches, in a copy of the tree: a story, told chapter by chapter.

Owns the pace; knows no screen.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from threading import Event

from recview.samples import TREE, acts, recordings_path
from recview.samples.acts import Act
from recview.samples.scenarios.takes import LANGUAGES, POSTCARDS, WONDERS

_OVERTURE_S = 3.0
"""Time to look around before anything happens."""
_READ_S = 1.5
"""Time to read what is told before it happens."""
_ACT_S = 1.6
_REST_S = 4.0
"""Time to look at what came of a chapter."""


@contextmanager
def demo_tree() -> Iterator[Path]:
    """A copy of the shipped tree that may be written to; it is gone when the context ends."""
    with tempfile.TemporaryDirectory(prefix="recview-demo-") as folder:
        root = Path(folder, *Path(TREE).parts[1:])
        for path, content in _contents(recordings_path()).items():
            target = root / path.relative_to(recordings_path())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield root


def _contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(root.rglob("*.json"))}


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some acts of one kind, and what they are about."""

    told: str
    """For people: one line that fits a small terminal."""
    acts: Iterator[Act | None]
    """Each is made when its turn comes, for the tree as it then is; None where there is nothing to do."""


class LiveDemo:
    """A re-record session on the tree at `path`: the same story again and again, each time with other answers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shipped = _contents(path)

    def run(self, tell: Callable[[str], None], stop: Event, wait: Callable[[float], bool]) -> None:
        """Goes on until `stop` is set. `tell` hears in a line what is about to happen.

        `wait` pauses for so many seconds and says whether to stop (`stop.wait`). An act once begun is finished: no
        file is left half-written.
        """
        tell("Watch: these recordings are about to be made anew, in a copy")
        if wait(_OVERTURE_S):
            return
        for chapter in self.chapters():
            tell(chapter.told)
            if wait(_READ_S):
                return
            for act in chapter.acts:
                if act is not None and (self._perform(act, wait) or stop.is_set() or wait(_ACT_S)):
                    return
            if wait(_REST_S):
                return

    def chapters(self) -> Iterator[Chapter]:
        """The story, without end."""
        for answer in count():
            yield from self._round(answer)

    def _round(self, answer: int) -> Iterator[Chapter]:
        """One telling of the story; `answer` says which of its answers a model gives."""
        root = self.path
        yield Chapter(
            "A pull request asks for usage: one key more, so there are three new hashes",
            (acts.ask_for_usage(root, take, 0) for take in LANGUAGES),
        )
        yield Chapter(
            "The three recordings that they supersede are removed",
            (acts.remove(root, take) for take in LANGUAGES),
        )
        yield Chapter(
            "New tests in a new folder: their streams are written as you watch",
            (acts.add_test(root, take, slowly=True) for take in POSTCARDS),
        )
        yield Chapter(
            "The same questions again, and the answers differ: W shows in what",
            (
                acts.answer_again(root, take, answer + 1, at_once=take.host is not LANGUAGES[0].host)
                for take in LANGUAGES
            ),
        )
        yield Chapter(
            "The host is overloaded: an error is recorded where an answer was",
            (acts.overload(root, take) for take in POSTCARDS[:1]),
        )
        yield Chapter(
            "Recorded once more: the answer is back",
            (acts.answer_again(root, take, answer + 1) for take in POSTCARDS[:1]),
        )
        yield Chapter(
            "Several tests at once; of some nothing changes but padding",
            (act for take in WONDERS[:3] for act in (acts.add_test(root, take), self._same_answer(answer))),
        )
        yield Chapter(
            "The branch is switched back, all at once: W tells it all. Then it starts over",
            (acts.restore(root, self._shipped) for _ in range(1)),
        )

    def _same_answer(self, seed: int) -> Act | None:
        """A recording again, whose padding alone changes."""
        random = Random(seed)
        paths = sorted(self.path.glob("*/recordings/*.json"))
        random.shuffle(paths)
        return next((act for path in paths if (act := acts.record_again(path, random)) is not None), None)

    @staticmethod
    def _perform(act: Act, wait: Callable[[float], bool]) -> bool:
        """Does an act to its end; says whether to stop then."""
        stopped = False
        for step in act.steps:
            step.do()
            stopped = stopped or (act.pause_s > 0 and wait(act.pause_s))
        return stopped
