"""The pane of one pair of a review: its verdict in a line, and the diff of its requests or its responses."""

from __future__ import annotations

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer

from recview.analysis.jsondiff import Diff
from recview.analysis.jsondiff.rows import Layout
from recview.store.ledger import Judgement
from recview.ui.drawing import grouped, visible
from recview.ui.renderables.pair_lines import DECISION_WORDS, MATCHED_BY
from recview.ui.renderables.review_lines import DECISION_SIGNS
from recview.ui.review_loading import ComparedItem, compare_item
from recview.ui.review_model import Item
from recview.ui.widgets.diff_view import DiffView
from recview.ui.widgets.minimap import Minimap
from recview.ui.widgets.pane import Pane
from recview.ui.widgets.verdict_line import Part, VerdictLine

COMPARE_AFTER_S = 0.04
"""A cursor that runs down the list compares only where it rests this long."""

SPLIT_FROM = 110
"""From this many columns on the sides stand beside each other."""


class PairPane(Pane):
    """See the module. Until a part is asked for, it shows the one in which something differs."""

    class Compared(Message):
        """The item that is looked at was compared; None where it has nothing to compare."""

        def __init__(self, item: Item, compared: ComparedItem | None) -> None:
            super().__init__()
            self.item = item
            self.compared = compared

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._item: Item | None = None
        self._example_of = 0
        self._timer: Timer | None = None
        self._compared: ComparedItem | None = None
        self._part: Part = "request"
        self._chosen_part: Part | None = None
        self._chosen_layout: Layout | None = None
        self._noise_hidden = True

    def compose(self) -> ComposeResult:
        yield VerdictLine(id="verdict-line")
        with Horizontal(id="pair-diff-row"):
            yield DiffView(id="pair-diff")
            yield Minimap(id="pair-map")

    @property
    def diff_view(self) -> DiffView:
        return self.query_one(DiffView)

    @property
    def compared(self) -> ComparedItem | None:
        """What is known of the item that is looked at; None until it is compared."""
        return self._compared if self._compared is not None and self._compared.item is self._item else None

    # What it shows

    def look_at(self, item: Item | None, *, example_of: int = 0) -> None:
        """Another item, compared once the cursor rests; as an example of so many, where it stands on a heading."""
        if self._timer is not None:
            self._timer.stop()
        self._item, self._example_of = item, example_of
        if item is None:
            self._show_note("")
        elif self.compared is not None:
            self._show_title()
        else:
            self._timer = self.set_timer(COMPARE_AFTER_S, lambda: self._compare(item))

    @work(thread=True, group="pair", exclusive=True)
    def _compare(self, item: Item) -> None:
        self.post_message(self.Compared(item, compare_item(item)))

    def on_pair_pane_compared(self, message: Compared) -> None:
        item, compared = message.item, message.compared
        if item is not self._item:  # the cursor is elsewhere by now
            message.stop()
            return
        self._compared = compared
        self._show_title()
        if compared is None:
            self._show_note(f"✗ {visible(item.path)}: {visible(item.why)}" if item.why else visible(item.path))
            return
        differs_in_response = not compared.request.visible and bool(compared.response.visible)
        self._part = self._chosen_part or ("response" if differs_in_response else "request")
        self._show()

    def _show_title(self) -> None:
        item = self._item
        lead = f"one of {grouped(self._example_of)}: " if self._example_of > 1 else ""
        self.title = lead + _names(item) if item is not None else ""
        self.foot_left = ""
        if item is not None and item.pair is not None:
            match = item.pair.match
            self.foot_left = f"{'? ' if item.unsure else ''}{MATCHED_BY[match.matched_by]} {match.confidence:.0%}"

    def _show_note(self, note: str) -> None:
        """Nothing to compare: a sentence, already harmless."""
        self._compared = None
        self._show_title()
        self.foot = ""
        self.query_one(VerdictLine).show(None, self._part)
        self.query_one(Minimap).show(())
        self.diff_view.show_note(note)

    def show_decision(self, judgement: Judgement | None) -> None:
        """What is decided on the item."""
        self.facts = ""
        if judgement is not None:
            self.facts = f"{DECISION_SIGNS[judgement.decision][0]} {DECISION_WORDS[judgement.decision]}"

    def _show(self) -> None:
        compared, diff = self._compared, self._diff
        if compared is None or diff is None:
            return
        self.query_one(VerdictLine).show(compared, self._part)
        shown = self._shown_changes(diff)
        if shown:
            self.diff_view.show(diff, self._layout_kind, noise_hidden=self._noise_hidden)
        else:
            self.diff_view.show_note(self._same_note(compared, diff))
        self.query_one(Minimap).show(self.diff_view.changed_shares if shown else ())
        self._show_place(shown[0] if shown else None)

    def _same_note(self, compared: ComparedItem, diff: Diff) -> str:
        noise, fields = sum(diff.hidden.values()), compared.bookkeeping
        if noise:
            return f"The {self._part}s are the same but for noise ({grouped(noise)}; i shows it)."
        if fields:
            named = ", ".join(visible(field.rpartition("/")[2]) for field in fields[:3])
            return f"Both say the same; mere bookkeeping differs: {named}{' …' if len(fields) > 3 else ''}"
        return f"The {self._part}s are the same."

    @property
    def _diff(self) -> Diff | None:
        if self._compared is None:
            return None
        return self._compared.request if self._part == "request" else self._compared.response

    @property
    def _layout_kind(self) -> Layout:
        return self._chosen_layout or ("split" if self.size.width >= SPLIT_FROM else "unified")

    def _shown_changes(self, diff: Diff) -> list[int]:
        return [at for at, each in enumerate(diff.changes) if not (self._noise_hidden and each.noise)]

    def _show_place(self, change: int | None) -> None:
        """In which change of how many the cursor is, and where that stands."""
        diff = self._diff
        if diff is None:
            return
        shown = self._shown_changes(diff)
        if change is None or change not in shown:
            self.foot = f"{grouped(len(shown))} {'change' if len(shown) == 1 else 'changes'}" if shown else ""
            return
        each = diff.changes[change]
        hashed = " · feeds the hash" if each.hashed else ""
        self.foot = f"{visible(each.path or '(the whole)')}{hashed} · {shown.index(change) + 1}/{len(shown)}"

    def on_diff_view_change_reached(self, message: DiffView.ChangeReached) -> None:
        message.stop()
        self._show_place(message.change)

    def on_minimap_chosen(self, message: Minimap.Chosen) -> None:
        message.stop()
        self.diff_view.cursor = int(message.share * self.diff_view.line_count)

    def on_verdict_line_chosen(self, message: VerdictLine.Chosen) -> None:
        message.stop()
        self._choose_part(message.part)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        if self._compared is not None and self._chosen_layout is None:
            self.call_after_refresh(self._show)

    # What the screen's keys ask for

    def toggle_part(self) -> None:
        """From the request to the response, or back; the next pairs show that part too."""
        self._choose_part("response" if self._part == "request" else "request")

    def _choose_part(self, part: Part) -> None:
        self._part = self._chosen_part = part
        self._show()

    def toggle_split(self) -> None:
        """Unified or side by side, whatever the width."""
        self._chosen_layout = "unified" if self._layout_kind == "split" else "split"
        self._show()

    def toggle_noise(self) -> None:
        """Shows or hides what means nothing."""
        self._noise_hidden = not self._noise_hidden
        self._show()

    def toggle_folds(self) -> None:
        """Opens or closes the unchanged stretches."""
        if self._compared is not None:
            self.diff_view.toggle_all_folds()
            self.query_one(Minimap).show(self.diff_view.changed_shares)

    def go_to_change(self, direction: int) -> bool:
        """To the next change or the one before; False where there is none."""
        return self._compared is not None and self.diff_view.next_change(direction)


def _names(item: Item) -> str:
    """`new ← old`: beginnings of the names."""
    new = visible(item.new.name)[:12] if item.new is not None else ""
    old = visible(item.old.name)[:12] if item.old is not None else ""
    if item.kind == "superseded" and old:
        return f"{old} still stands beside {new}"
    if new and old:
        return f"{new} ← {old}" if new != old else f"{new} written anew"
    return f"+ {new}" if new else f"- {old}" if old else visible(item.name)
