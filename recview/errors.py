"""Errors meant for the person at the keyboard: what is wrong, where, and what to do about it."""


class RecviewError(Exception):
    """Something the caller asked for cannot be done.

    `message` says what and where, in one line; `hint`, if any, says what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class FilterError(RecviewError):
    """A filter that does not parse; `offset` is the 0-based character where it went wrong."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset
