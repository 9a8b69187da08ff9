"""Re-records some of the sample recordings as one watches, in a copy of the tree. Owns the pace; knows no screen."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from threading import Event

from recview.samples import TREE, acts, recordings_path
from recview.samples.acts import Act
from recview.samples.scenarios.takes import LANGUAGES, WONDERS

_OVERTURE_S = 2.5
"""Time to look around before anything happens."""
_PIECE_S = (0.04, 0.18)
_ACT_S = (0.5, 1.6)
_REST_S = (5.0, 11.0)
_BURST = (2, 5)
"""How many acts come in a row."""


@contextmanager
def demo_tree() -> Iterator[Path]:
    """A copy of the shipped tree that may be written to; it is gone when the context ends."""
    with tempfile.TemporaryDirectory(prefix="recview-demo-") as folder:
        root = Path(folder, *Path(TREE).parts[1:])
        shipped = recordings_path()
        for source in shipped.rglob("*.json"):
            target = root / source.relative_to(shipped)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
        yield root


class LiveDemo:
    """A re-record session: bursts of acts, rests between them, the same for the same seed.

    `told` hears of each act as it begins, in the thread that runs the session.
    """

    def __init__(self, path: Path, seed: int = 0, told: Callable[[Act], None] | None = None) -> None:
        self.path = path
        self._random = Random(seed)
        self._told = told

    def run(self, stop: Event, wait: Callable[[float], bool]) -> None:
        """Goes on until `stop` is set. `wait` pauses for so many seconds and says whether to stop (`stop.wait`).

        An act once begun is finished: no file is left half-written.
        """
        if wait(_OVERTURE_S):
            return
        for burst in self.bursts():
            for act in burst:
                self._perform(act, wait)
                if stop.is_set() or wait(self._random.uniform(*_ACT_S)):
                    return
            if wait(self._random.uniform(*_REST_S)):
                return

    def bursts(self) -> Iterator[Iterator[Act]]:
        """Acts in a row, without end; each is made when its turn comes, for the tree as it then is."""
        yield self._opening()
        for number in count(1):
            yield (self._any_act(number + nth) for nth in range(self._random.randint(*_BURST)))

    def _opening(self) -> Iterator[Act]:
        """Re-records one file of tests, which now ask for usage."""
        for take in LANGUAGES:
            act = acts.ask_for_usage(self.path, take, 0)
            if act is not None:
                yield act

    def _perform(self, act: Act, wait: Callable[[float], bool]) -> None:
        if self._told is not None:
            self._told(act)
        stopped = False
        for step in act.steps:
            step.do()
            stopped = stopped or wait(self._random.uniform(*_PIECE_S))

    def _any_act(self, answer: int) -> Act:
        """One of the acts that the tree allows now; `answer` says which answer a take gives."""
        root, take = self.path, self._random.choice(LANGUAGES + WONDERS)
        makers: tuple[Callable[[], Act | None], ...] = (
            lambda: acts.add_test(root, take),
            lambda: acts.ask_for_usage(root, take, answer),
            lambda: acts.answer_again(root, take, answer),
            lambda: acts.answer_again(root, take, answer, at_once=True),
            lambda: acts.remove(root, take),
        )
        return self._random.choice(makers)() or self._same_answer()

    def _same_answer(self) -> Act:
        """A recording again, whose padding alone changes: there is always one."""
        paths = sorted(self.path.glob("*/recordings/*.json"))
        self._random.shuffle(paths)
        return next(act for path in paths if (act := acts.record_again(path, self._random)) is not None)
