"""The pane of one pair of a review: what it is, how it was matched, and its diff."""

from __future__ import annotations

from textual import work
from textual.message import Message
from textual.timer import Timer

from recview.analysis.jsondiff import PathPattern
from recview.model.judgement import Judgement
from recview.ui.drawing import grouped, short_stem, visible
from recview.ui.renderables.pair_lines import MATCHED_BY
from recview.ui.renderables.signs import DECISION_SIGNS, DECISION_WORDS
from recview.ui.review_loading import ComparedItem, compare_item
from recview.ui.review_model import Item
from recview.ui.widgets.diff_pane import DiffPane

COMPARE_AFTER_S = 0.04
"""A cursor that runs down the list compares only where it rests this long."""


class PairPane(DiffPane):
    """See the module."""

    class Compared(Message):
        """The item that is looked at was compared; None where it has nothing to compare."""

        def __init__(self, item: Item, compared: ComparedItem | None) -> None:
            super().__init__()
            self.item = item
            self.compared = compared

    def __init__(self, ignore: tuple[PathPattern, ...] = (), *, id: str | None = None) -> None:  # noqa: A002
        """`ignore`: changes that are noise."""
        super().__init__(id=id)
        self._ignore = ignore
        self._item: Item | None = None
        self._example_of = 0
        self._timer: Timer | None = None
        self._compared: ComparedItem | None = None

    @property
    def compared(self) -> ComparedItem | None:
        """What is known of the item that is looked at; None until it is compared."""
        return self._compared if self._compared is not None and self._compared.item is self._item else None

    def look_at(self, item: Item | None, *, example_of: int = 0) -> None:
        """Another item, compared once the cursor rests; as an example of so many, where it stands on a heading."""
        if self._timer is not None:
            self._timer.stop()
        self._item, self._example_of = item, example_of
        if item is None:
            self._show_nothing("")
        elif self.compared is not None:
            self._show_title()
        else:
            self._timer = self.set_timer(COMPARE_AFTER_S, lambda: self._compare(item))

    @work(thread=True, group="pair", exclusive=True)
    def _compare(self, item: Item) -> None:
        self.post_message(self.Compared(item, compare_item(item, self._ignore)))

    def on_pair_pane_compared(self, message: Compared) -> None:
        item, compared = message.item, message.compared
        if item is not self._item:  # the cursor is elsewhere by now
            message.stop()
        elif compared is None:
            self._show_nothing(f"✗ {visible(item.path)}: {visible(item.why)}" if item.why else visible(item.path))
        else:
            self._compared = compared
            self._show_title()
            self.show(compared)

    def _show_nothing(self, note: str) -> None:
        self._compared = None
        self._show_title()
        self.show_note(note)

    def _show_title(self) -> None:
        item = self._item
        lead = f"one of {grouped(self._example_of)}: " if self._example_of > 1 else ""
        self.title = lead + _names(item) if item is not None else ""
        self.foot_left = ""
        if item is not None and item.pair is not None:
            match = item.pair.match
            self.foot_left = f"{'? ' if item.unsure else ''}{MATCHED_BY[match.matched_by]} {match.confidence:.0%}"

    def show_decision(self, judgement: Judgement | None) -> None:
        """What is decided on the item."""
        self.facts = ""
        if judgement is not None:
            self.facts = f"{DECISION_SIGNS[judgement.decision][0]} {DECISION_WORDS[judgement.decision]}"


def _names(item: Item) -> str:
    """`old → new`, as the sides of the diff: beginnings of the names."""
    new = short_stem(item.new.name) if item.new is not None else ""
    old = short_stem(item.old.name) if item.old is not None else ""
    if item.kind == "superseded" and old:
        return f"{old} still stands beside {new}"
    if new and old:
        return f"{old} → {new}" if new != old else f"{new} written anew"
    return f"+ {new}" if new else f"- {old}" if old else visible(item.name)
