"""A review as it is looked at: its lines, what of it is folded, filtered and decided. Plain state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from recview.model.judgement import Decision, Judgement
from recview.model.value import value
from recview.ui.review_decisions import Decided, Decisions
from recview.ui.review_filter import ReviewFilter
from recview.ui.review_model import Group, ReviewModel, counted_verdicts

_OPEN_LINES = 40
"""At first as many groups are open as give this many lines, and always the first."""


@value
class Line:
    """A line of the list: a heading, what came of its group, or an item."""

    group: Group
    depth: int
    item: int | None = None
    is_detail: bool = False
    """Whether it only goes on about the heading above."""

    @property
    def is_heading(self) -> bool:
        return self.item is None and not self.is_detail


class ReviewState:
    """The review as it is looked at."""

    def __init__(self, model: ReviewModel, judgements: Mapping[str, Judgement]) -> None:
        self.model = model
        self.decisions = Decisions(model.items, judgements)
        self.lines: list[Line] = []
        self.folded = _folded_at_first(model)
        self._filter: ReviewFilter | None = None
        self._matching: set[int] = set()
        self._shown: dict[str, tuple[int, ...]] = {}
        self._tallies: dict[str, Mapping[Decision | None, int]] = {}
        self.lay_out()

    # What is shown

    def lay_out(self) -> None:
        """Works the lines out anew: after a fold, a filter, or a decision that the filter asks about."""
        self._shown.clear()
        self._tallies.clear()
        self.lines = []
        for group in self.model.groups:
            self._add_group(group, 0)

    def _add_group(self, group: Group, depth: int) -> None:
        shown = self.shown(group)
        if not shown and not any(self.shown(below) for below in group.knock_ons):
            return
        self.lines.append(Line(group, depth))
        if group.kind in ("signature", "knock-on"):
            self.lines.append(Line(group, depth, is_detail=True))
        if group.key in self.folded:
            return
        for part in group.parts:
            self._add_group(part, depth + 1)
        if not group.parts:
            self.lines += [Line(group, depth + 1, item) for item in shown]
        for below in group.knock_ons:
            self._add_group(below, depth + 1)

    def shown(self, group: Group) -> tuple[int, ...]:
        """The items of a group that the filter lets through."""
        if self._filter is None:
            return group.items
        known = self._shown.get(group.key)
        if known is None:
            known = tuple(at for at in group.items if at in self._matching)
            self._shown[group.key] = known
        return known

    def matching(self, wanted: ReviewFilter) -> set[int]:
        """The items that a filter lets through. Changes nothing, and may run beside the event loop."""
        return {at for at, item in enumerate(self.model.items) if wanted(item, self.decisions.of(item))}

    @property
    def shown_count(self) -> int:
        """How many items the filter lets through."""
        return sum(len(self.shown(group)) for group in self.model.walk())

    @property
    def filtered(self) -> bool:
        return self._filter is not None

    def filter_by(self, wanted: ReviewFilter, matching: set[int]) -> None:
        """Shows only what is wanted (see `matching`), all of it open."""
        self._filter, self._matching = wanted, matching
        self.folded = set()
        self.lay_out()

    def show_all(self) -> None:
        """Filters no more."""
        self._filter = None
        self.folded = _folded_at_first(self.model)
        self.lay_out()

    def toggle_fold(self, key: str) -> None:
        """Opens or closes a group."""
        self.folded ^= {key}
        self.lay_out()

    def fold_all(self, folded: bool) -> None:
        """Closes every group, or opens all."""
        groups = [part for group in self.model.walk() for part in (group, *group.parts)]
        self.folded = {group.key for group in groups} if folded else set()
        self.lay_out()

    def position(self, item: int) -> int | None:
        """The line of an item; None where it is folded away or filtered out."""
        return next((at for at, line in enumerate(self.lines) if line.item == item), None)

    def heading(self, key: str) -> int | None:
        """The line of a group's heading."""
        return next((at for at, line in enumerate(self.lines) if line.is_heading and line.group.key == key), None)

    def reveal(self, item: int) -> int | None:
        """Opens the groups around an item; its line."""
        around = {group.key for root in self.model.walk() for group in (root, *root.parts) if item in group.items}
        around |= {group.key for group in self.model.groups for below in group.knock_ons if item in below.items}
        if around & self.folded:
            self.folded -= around
            self.lay_out()
        return self.position(item)

    # What is decided

    def decisions_changed(self, changed: Decided) -> None:
        """Call after a decision: it may count for the filter."""
        self._tallies.clear()
        if self._filter is None:
            return
        for at in (at for key in changed for at in self.decisions.items_of(key)):
            item = self.model.items[at]
            if self._filter(item, self.decisions.of(item)):
                self._matching.add(at)
            else:
                self._matching.discard(at)
        self.lay_out()

    def tally_of(self, group: Group) -> Mapping[Decision | None, int]:
        """Of the items of a group that are shown and can be decided: how many are in which way; None: not yet."""
        known = self._tallies.get(group.key)
        if known is None:
            items = [item for item in (self.model.items[at] for at in self.shown(group)) if item.key]
            judgements = map(self.decisions.of, items)
            known = self._tallies[group.key] = Counter(each.decision if each else None for each in judgements)
        return known

    def verdict_of(self, group: Group) -> Mapping[str, Mapping[str, int]]:
        """Aspect of the response -> verdict -> how many of the items of a group that are shown."""
        if self._filter is None:
            return group.verdict or {}
        pairs = (self.model.items[at].pair for at in self.shown(group))
        return counted_verdicts([pair for pair in pairs if pair is not None])

    def deciding_on(self, group: Group) -> list[int]:
        """What a decision on a whole group is about: its shown items without one; all of them, where each has one."""
        decidable = [at for at in self.shown(group) if self.model.items[at].key]
        return [at for at in decidable if self.decisions.is_open(self.model.items[at])] or decidable

    def whole_group(self, group: Group) -> Group:
        """The group that a part is of; any other is whole itself."""
        return next((whole for whole in self.model.walk() if group in whole.parts), group)

    def next_undecided(self, item: int, direction: int = 1) -> int | None:
        """The nearest item without a decision behind `item` (or with -1 before it), round the end; None: all have."""
        count = len(self.model.items)
        for step in range(1, count + 1):
            at = (item + direction * step) % count
            one = self.model.items[at]
            if self.decisions.is_open(one) and (self._filter is None or at in self._matching):
                return at
        return None


def _folded_at_first(model: ReviewModel) -> set[str]:
    """Knock-ons, and what has no partner; and groups, the smaller ones, where all would be too much to look over."""
    folded = {below.key for group in model.groups for below in group.knock_ons}
    lines = 0
    for index, group in enumerate(model.groups):
        lines += len(group.items) + 2
        if index and (group.kind != "signature" or lines > _OPEN_LINES):
            folded.add(group.key)
    return folded
