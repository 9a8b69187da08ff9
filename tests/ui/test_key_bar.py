"""The footer: a word in front of the keys stands for its time, however often it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App, ComposeResult

from recview.ui.widgets.key_bar import KeyBar


class HandTimer:
    """Goes off when a test says so, unless it was stopped."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self._callback: Callable[[], None] | None = callback

    def stop(self) -> None:
        self._callback = None

    def go_off(self) -> None:
        if self._callback is not None:
            self._callback()


class Bar(KeyBar):
    timers: list[HandTimer]

    def set_timer(self, delay: float, callback: Any = None, **_options: Any) -> Any:
        self.timers.append(HandTimer(callback))
        return self.timers[-1]


class Footed(App[None]):
    def compose(self) -> ComposeResult:
        bar = Bar()
        bar.timers = []
        yield bar


async def test_a_word_that_is_said_again_begins_its_time_anew() -> None:
    app = Footed()
    async with app.run_test():
        bar = app.query_one(Bar)
        bar.say("the last chunk")
        bar.say("the last chunk")
        first, second = bar.timers
        first.go_off()
        assert bar.notice == "the last chunk"
        second.go_off()
        assert bar.notice == ""
