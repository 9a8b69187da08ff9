"""What the keys of a review do. The screen itself says what there is to do it to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from recview.analysis.jsondiff import PathPattern
from recview.model.judgement import Decision
from recview.store.reading import LoadedRecording
from recview.ui.bindings import bindings_for
from recview.ui.comparison import Source
from recview.ui.drawing import grouped, short_stem
from recview.ui.renderables.signs import DECISION_WORDS
from recview.ui.review_decisions import Decided
from recview.ui.review_model import Item
from recview.ui.review_state import ReviewState
from recview.ui.screens.copy_prompt import Copyable
from recview.ui.screens.note_prompt import NotePrompt
from recview.ui.screens.review_panes import PANE_IDS, ReviewPanes
from recview.ui.widgets.filter_bar import FilterBar
from recview.ui.widgets.group_list import GroupList
from recview.ui.widgets.pair_pane import PairPane


class ReviewKeys(ReviewPanes):
    """The actions of scope `review`."""

    BINDINGS = bindings_for("review")
    copy_words: ClassVar[Mapping[str, str]] = {"path": "path or pointer", "JSON": "patch", "chunk": ""}

    ignore: tuple[PathPattern, ...] = ()
    """Changes that are noise."""
    state: ReviewState | None = None
    """None until the review is read."""
    _moved_on: tuple[int, int | None] | None = None
    """The item that was decided last and the one that the cursor then moved on to, as long as it stands there."""

    @property
    def groups(self) -> GroupList:
        return self.query_one(GroupList)

    @property
    def pair_pane(self) -> PairPane:
        return self.query_one(PairPane)

    def decided(self, changes: Decided) -> None:
        """Something was decided: shows it, and has it written down."""
        raise NotImplementedError

    def close(self) -> None:
        """Leaves the review."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before the review is read there is only the way back."""
        may_act = self.state is not None or action == "back" or not hasattr(ReviewKeys, f"action_{action}")
        return may_act and super().check_action(action, parameters)

    # Deciding

    def action_decide(self, decision: Decision) -> None:
        """On the item under the cursor, then on to the next line. A slip on a heading would decide its whole group."""
        line = self.groups.line_under_cursor
        if line is None or self.state is None:
            return
        if line.item is None:
            self.say("this is a group: the capital letter decides on it, j leads to its pairs")
            return
        if not self.state.model.items[line.item].key:
            self.say("nothing to decide here")
            return
        at, following = self.groups.cursor, self._item_below()
        self.decided(self.state.decisions.decide([line.item], decision, line.item))
        stays = self.state.position(line.item) is not None
        after = self.state.position(following) if following is not None else None
        self.groups.laid_out(after if after is not None else at if stays else max(0, at - 1))
        self._moved_on = (line.item, self.groups.item_under_cursor)

    def _item_below(self) -> int | None:
        assert self.state is not None
        below = self.state.lines[self.groups.cursor + 1 :]
        return next((line.item for line in below if line.item is not None), None)

    def action_decide_group(self, decision: Decision) -> None:
        """On what is undecided in the group of the cursor: with a pair, its whole group; on a heading, that one."""
        line = self.groups.line_under_cursor
        if line is None or self.state is None:
            return
        group = line.group if line.item is None else self.state.whole_group(line.group)
        items = self.state.deciding_on(group)
        if not items:
            self.say("nothing to decide here")
            return
        kept = len(self.state.shown(group)) - len(items)
        self.decided(self.state.decisions.decide(items, decision, line.item if line.item is not None else items[0]))
        stay = "stays as it was" if kept == 1 else "stay as they were"
        rest = f", {grouped(kept)} {stay}" if kept and group.kind not in ("superseded", "unreadable") else ""
        apart = len({*items} & {at for part in group.parts if part.kind == "apart" for at in part.items})
        unlike = f", {grouped(apart)} of them unlike the rest" if apart else ""
        self.say(f"{DECISION_WORDS[decision]} {grouped(len(items))}{unlike}{rest}; u takes it back")
        self.groups.laid_out(None)

    def action_undo(self) -> None:
        undone = self.state.decisions.undo() if self.state is not None else None
        if self.state is None or undone is None:
            self._withdraw()
            return
        changes, item = undone
        self.decided(changes)
        self.groups.laid_out(self.state.reveal(item))
        self.say(f"took back {grouped(len(changes))} {'decision' if len(changes) == 1 else 'decisions'}")

    def _withdraw(self) -> None:
        """Takes back what an earlier review decided on the pair under the cursor."""
        line, item = self.groups.line_under_cursor, self._item
        judgement = self.state.decisions.of(item) if self.state is not None and item is not None else None
        if self.state is None or line is None or line.item is None or judgement is None:
            self.say("nothing to take back; on a pair that was decided earlier u takes back that")
            return
        at = self.groups.cursor
        self.decided(self.state.decisions.withdraw(line.item))
        stays = self.state.position(line.item)
        self.groups.laid_out(stays if stays is not None else max(0, at - 1))
        note = ", with its note" if judgement.note else ""
        self.say(f"took back what was {DECISION_WORDS[judgement.decision]} earlier{note}")

    def action_undecided(self, direction: int) -> None:
        here = self.groups.item_under_cursor
        line = self.groups.line_under_cursor
        if self.state is None or here is None or line is None:
            return
        start = here - 1 if line.item is None and direction > 0 else here
        found = self.state.next_undecided(start, direction)
        if found is None:
            self.say("everything is decided")
            return
        self.groups.laid_out(self.state.reveal(found))

    def action_note(self) -> None:
        """On the pair that was decided just now, as long as the cursor has only moved on from it; else on its pair."""
        line = self.groups.line_under_cursor
        at = line.item if line is not None else None
        if self._moved_on is not None and self._moved_on[1] == self.groups.item_under_cursor:
            at = self._moved_on[0]
        item = self.state.model.items[at] if self.state is not None and at is not None else None
        if self.state is None or at is None or item is None or not item.key:
            self.say("a note belongs to a pair")
            return
        judgement = self.state.decisions.of(item)
        word = DECISION_WORDS[judgement.decision] if judgement else "undecided: it will be skipped"
        prompt = NotePrompt(judgement.note if judgement else "", f"{short_stem(item.name)}, {word}")
        self.app.push_screen(prompt, lambda text: self._note(at, text))

    def _note(self, item: int, text: str | None) -> None:
        if text is None or self.state is None:
            return
        undecided = self.state.decisions.is_open(self.state.model.items[item])
        self.decided(self.state.decisions.note(item, text))
        self.groups.laid_out(None if self._moved_on is not None else self.state.position(item))
        self.say("noted, and skipped for now" if undecided else "noted")

    # Looking

    @property
    def _item(self) -> Item | None:
        at = self.groups.item_under_cursor
        return self.state.model.items[at] if self.state is not None and at is not None else None

    def action_change(self, direction: int) -> None:
        self.go_to_change(self.pair_pane.diff_view, direction)

    def action_toggle_part(self) -> None:
        self.pair_pane.turn_to_part(1)

    def action_toggle_split(self) -> None:
        self.pair_pane.toggle_split()

    def action_toggle_noise(self) -> None:
        self.toggle_noise(self.pair_pane)

    def action_unfold_diff(self) -> None:
        self.pair_pane.toggle_folds()

    def action_toggle_wrap(self) -> None:
        self.pair_pane.toggle_wrap()

    def action_filter(self) -> None:
        self.show_pane(PANE_IDS[0])
        self.query_one(FilterBar).open()

    def _sources(self) -> tuple[Source, Source] | None:
        """Both sides as they were read, for a git revision has no file to read them from."""
        item = self._item
        if item is None or item.old is None or item.new is None:
            self.say("there is one side only")
            return None
        return Source(item.old.path, recording=item.old), Source(item.new.path, recording=item.new)

    def copyable(self, what: Copyable) -> str | None:
        """In the diff its pointer and value; elsewhere the path of the new recording and its answer."""
        item = self._item
        if item is None or what == "json" or self.pane == "pair-pane":
            return self.pair_pane.copyable(what)
        recording = item.new or item.old
        if what == "value" and recording is not None:
            return LoadedRecording(recording).assembled.output_text()
        return item.path if what == "path" else None

    def action_open_pair(self) -> None:
        from recview.ui.screens.compare import CompareScreen

        if sources := self._sources():
            self.app.push_screen(CompareScreen(*sources, self.ignore))

    def action_lock_step(self) -> None:
        from recview.ui.screens.lockstep import LockStepScreen

        if sources := self._sources():
            self.app.push_screen(LockStepScreen(*sources))

    def action_back(self) -> None:
        bar = self.query_one(FilterBar)
        if self.zoomed:
            self.action_zoom()
        elif self.pane != PANE_IDS[0]:
            self.focus_pane(PANE_IDS[0])
        elif bar.text:
            bar.clear()
        else:
            self.close()
