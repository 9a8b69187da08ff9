"""What is decided on the items of a review, and how that is undone. Plain state; writes nothing down itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from recview.model.judgement import Decision, Judgement
from recview.model.value import value
from recview.ui.review_model import Item

Decided: TypeAlias = Mapping[str, Judgement | None]
"""What is to be written down: key of an item -> its judgement, or None where it is taken back."""

Leaving: TypeAlias = Callable[[Mapping[Decision | None, int]], None]
"""Hears, when a review is left, how many items are decided in which way; None: not decided."""


@value
class _Step:
    before: Decided
    cursor: int


class Decisions:
    """The judgements of a review's items, counted as they change."""

    def __init__(self, items: Sequence[Item], judgements: Mapping[str, Judgement]) -> None:
        self._items = items
        self._items_of: dict[str, list[int]] = {}
        for at, item in enumerate(items):
            if item.key:
                self._items_of.setdefault(item.key, []).append(at)
        self._judgements = {key: judgements[key] for key in self._items_of if key in judgements}
        self._tally = Counter(self._decision_of(item.key) for item in items if item.key)
        self._steps: list[_Step] = []

    def of(self, item: Item) -> Judgement | None:
        """What is decided on an item."""
        return self._judgements.get(item.key)

    def items_of(self, key: str) -> Sequence[int]:
        """The items that a key stands for: two of the same contents are decided together."""
        return self._items_of.get(key, ())

    def is_open(self, item: Item) -> bool:
        """Whether an item still is to be decided."""
        return bool(item.key) and item.key not in self._judgements

    @property
    def total(self) -> int:
        """How many items there are to decide."""
        return self._tally.total()

    @property
    def decided(self) -> int:
        return self.total - self._tally[None]

    @property
    def tallies(self) -> Mapping[Decision | None, int]:
        """How many items are decided in which way; None: not decided."""
        return self._tally

    def tally(self, decision: Decision) -> int:
        """How many items are decided that way."""
        return self._tally[decision]

    def decide(self, items: Iterable[int], decision: Decision, cursor: int) -> Decided:
        """Decides on items by their positions, keeping their notes; `cursor` is the item that undoing goes back to."""
        changes: dict[str, Judgement | None] = {}
        for item in (self._items[at] for at in items):
            if item.key:
                before = self.of(item)
                changes[item.key] = Judgement(decision, before.note if before else "")
        return self._do(changes, cursor)

    def note(self, item: int, text: str) -> Decided:
        """Puts a note on an item; one that is undecided is skipped, for a note belongs to a decision."""
        one = self._items[item]
        before = self.of(one)
        return self._do({one.key: Judgement(before.decision if before else "skip", text)} if one.key else {}, item)

    def undo(self) -> tuple[Decided, int] | None:
        """Takes the last step back: what is to be written down, and the item it was done from. None: nothing left."""
        if not self._steps:
            return None
        step = self._steps.pop()
        self._apply(step.before)
        return step.before, step.cursor

    def withdraw(self, item: int) -> Decided:
        """Takes back what is decided on an item, whoever did it and when; no step, for it is one back itself."""
        key = self._items[item].key
        changes: Decided = {key: None} if key in self._judgements else {}
        self._apply(changes)
        return changes

    def _do(self, changes: Decided, cursor: int) -> Decided:
        if changes:
            self._steps.append(_Step({key: self._judgements.get(key) for key in changes}, cursor))
            self._apply(changes)
        return changes

    def _apply(self, changes: Decided) -> None:
        for key, judgement in changes.items():
            self._tally[self._decision_of(key)] -= len(self._items_of[key])
            if judgement is None:
                self._judgements.pop(key, None)
            else:
                self._judgements[key] = judgement
            self._tally[self._decision_of(key)] += len(self._items_of[key])

    def _decision_of(self, key: str) -> Decision | None:
        judgement = self._judgements.get(key)
        return judgement.decision if judgement is not None else None
