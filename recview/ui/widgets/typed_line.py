"""What a line that is typed into tells of itself, so that no key that was meant for it goes elsewhere."""

from __future__ import annotations

from textual.message import Message


class TypedLine:
    """To be mixed into what is typed into."""

    _opened_at_s = 0.0
    """By the clock of Textual's messages."""

    def just_opened(self) -> None:
        """Call when it has got the focus by a key."""
        self._opened_at_s = Message().time

    def awaited(self, message: Message) -> bool:
        """Whether a key was on its way already when the line was opened."""
        return message.time < self._opened_at_s
