"""The changes of a diff, one a line, each with its JSON Pointer."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message

from recview.analysis.comparison import Fact
from recview.analysis.jsondiff import Change
from recview.model.json_value import JSON
from recview.ui.beside_body import fact_words
from recview.ui.drawing import cut_end, cut_middle, visible
from recview.ui.renderables.signs import CHANGE_SIGNS
from recview.ui.widgets.line_view import LineView
from recview.wire.documents import dumps

MOST_OF_TWO = 24
"""Of values with more cells only the new one is shown, not what it was as well."""
MOST_VALUE = 200
"""More characters of a value are not even looked at."""


class ChangeList(LineView):
    """Moving in it moves the diff."""

    class Chosen(Message):
        """The cursor stands on a change; `change` is its index in the diff."""

        def __init__(self, change: int) -> None:
            super().__init__()
            self.change = change

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._changes: Sequence[tuple[int, Change]] = ()
        self._beside: Sequence[Fact] = ()

    def show(self, changes: Sequence[tuple[int, Change]], change: int | None, beside: Sequence[Fact] = ()) -> None:
        """Other changes, each with its index in the diff, the cursor on one of them.

        `beside`: what differs beside the bodies, for where nothing of them does.
        """
        self._changes, self._beside = changes, beside
        at = next((line for line, (index, _) in enumerate(changes) if index == change), 0)
        self.set_reactive(ChangeList.cursor, at)
        self.lines_changed()
        self.show_line(at)

    def go_to(self, change: int) -> None:
        """The diff stands on a change."""
        for line, (index, _) in enumerate(self._changes):
            if index == change:
                self.cursor = line

    @property
    def line_count(self) -> int:
        return max(1, len(self._changes) or len(self._beside))

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        if not self._changes and self._beside:
            return self._fact_segments(self._beside[line], width)
        if not self._changes:
            return [Segment("nothing differs", self.tone("dim"))]
        _, change = self._changes[line]
        sign, role = CHANGE_SIGNS[change.op]
        flag = "#" if change.hashed else "·" if change.noise else " "
        path = visible(change.path or "(the whole)")
        both = _before_and_after(change)
        value = both or _brief(change.old if change.op == "remove" else change.new)
        value = cut_end(value, max(width // 2 if both else width // 3, width - 5 - cell_len(path)))
        path = cut_middle(path, width - 5 - cell_len(value))
        quiet = change.noise is not None
        return [
            Segment(sign + " ", self.tone("faint" if quiet else role)),
            Segment(flag + " ", self.tone("faint" if quiet else "playhead")),
            Segment(path, self.tone("faint" if quiet else "title")),
            Segment(" " + value, self.tone("faint" if quiet else "dim")),
        ]

    def _fact_segments(self, fact: Fact, width: int) -> Sequence[Segment]:
        sign, role = CHANGE_SIGNS["replace"]
        return [
            Segment(f"{sign}   ", self.tone(role)),
            Segment(fact.name, self.tone("title")),
            Segment(" " + cut_middle(fact_words(fact), width - 5 - cell_len(fact.name)), self.tone("dim")),
        ]

    def watch_cursor(self, before: int, line: int) -> None:
        super().watch_cursor(before, line)
        if self._changes and self.has_focus:
            self.post_message(self.Chosen(self._changes[line][0]))


def _before_and_after(change: Change) -> str:
    """What it was and what it is, where both are short; else nothing."""
    old, new = _brief(change.old), _brief(change.new)
    is_short = old != new and max(cell_len(old), cell_len(new)) <= MOST_OF_TWO
    return f"{old} → {new}" if change.op == "replace" and is_short else ""


def _brief(value: JSON) -> str:
    """A value in a few characters."""
    if isinstance(value, str):
        return visible(dumps(value[:MOST_VALUE]))
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    return visible(dumps(value))
