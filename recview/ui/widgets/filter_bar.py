"""The line above the list where a filter or a search is typed. Says what is wrong under the line, loses nothing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from recview.analysis.query_typing import awaits_value, finish
from recview.ui.bindings import bindings_for


class FilterLine(Input):
    """The line itself."""

    BINDINGS = bindings_for("filter")

    class Left(Message):
        """Typing is over; `keep` says whether the filter stays."""

        def __init__(self, keep: bool) -> None:
            super().__init__()
            self.keep = keep

    def __init__(self, placeholder: str, leads_to: Widget) -> None:
        super().__init__(placeholder=placeholder, id="filter-input", compact=True, select_on_focus=False)
        self.cursor_blink = False
        self._leads_to = leads_to

    def action_leave(self, keep: bool) -> None:
        """On with what is filtered. What was typed before, and is still to come into the line, is told first."""
        self.screen.set_focus(self._leads_to)
        self.call_later(self.post_message, self.Left(keep))


class FilterBar(Vertical):
    """A one-line input with its error beneath. Hidden while empty and not in use."""

    class Changed(Message):
        """Another text stands in the line."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, placeholder: str, leads_to: Widget) -> None:
        """`leads_to`: what is filtered, and where the keys go when the line is left."""
        super().__init__()
        self._line = FilterLine(placeholder, leads_to)
        self._error = ""

    def compose(self) -> ComposeResult:
        yield self._line
        yield Static(id="filter-error", markup=False)

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self._line.value

    def open(self, text: str | None = None) -> None:
        """Shows the line and puts the cursor into it; `text` replaces what stood there."""
        self.add_class("-open")
        if text is not None:
            self._line.value = text
            self._line.cursor_position = len(text)
        self.screen.set_focus(self._line)  # at once, for the next key is on its way

    def clear(self) -> None:
        """Empties and hides the line."""
        self._line.value = ""
        self.show_error("")
        self.remove_class("-open")

    def show_error(self, message: str) -> None:
        """What is wrong with the filter; empty when nothing is. Of a key whose value is still to come nothing is."""
        if awaits_value(self.text):
            message = ""
        if message == self._error:
            return  # the whole screen is laid out anew for another text
        self._error = message
        self.query_one("#filter-error", Static).update(Content(message))
        self.set_class(bool(message), "-bad")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_filter_line_left(self, event: FilterLine.Left) -> None:
        event.stop()
        kept = finish(self.text) if event.keep else ""
        if kept.strip():
            self._line.value = kept
        else:
            self.clear()
