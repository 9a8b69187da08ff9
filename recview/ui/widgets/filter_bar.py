"""The line above the list where a filter or a search is typed. Says what is wrong under the line, loses nothing."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class FilterLine(Input):
    """The line itself."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, id="filter-input", compact=True, select_on_focus=False)
        self.cursor_blink = False


class FilterBar(Vertical):
    """A one-line input with its error beneath. Hidden while empty and not in use."""

    class Changed(Message):
        """Another text stands in the line."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Closed(Message):
        """Typing is over; `keep` says whether the filter stays."""

        def __init__(self, keep: bool) -> None:
            super().__init__()
            self.keep = keep

    _error = ""

    def compose(self) -> ComposeResult:
        yield FilterLine("words  model:gpt-4o  has:tools  stream:yes  -error")
        yield Static(id="filter-error", markup=False)

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.query_one(Input).value

    def open(self, text: str | None = None) -> None:
        """Shows the line and puts the cursor into it; `text` replaces what stood there."""
        self.add_class("-open")
        line = self.query_one(FilterLine)
        if text is not None:
            line.value = text
            line.cursor_position = len(text)
        self.screen.set_focus(line)  # at once, for the next key is on its way

    def clear(self) -> None:
        """Empties and hides the line."""
        self.query_one(Input).value = ""
        self.show_error("")
        self.remove_class("-open")

    def show_error(self, message: str) -> None:
        """What is wrong with the filter; empty when nothing is."""
        if message == self._error:
            return  # the whole screen is laid out anew for another text
        self._error = message
        self.query_one("#filter-error", Static).update(Content(message))
        self.set_class(bool(message), "-bad")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value.strip():
            self.clear()
        self.post_message(self.Closed(keep=bool(event.value.strip())))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.clear()
            self.post_message(self.Closed(keep=False))
        elif event.key == "down":
            event.stop()
            self.post_message(self.Closed(keep=True))
