"""What the keys do that play a stream and look at it, and lead from a tool call to its result."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from recview.model.row import Row
from recview.ui.drawing import visible
from recview.ui.screens.live_keys import LiveKeys

if TYPE_CHECKING:
    from recview.ui.opened import Opened
    from recview.ui.tool_results import FoundResult
    from recview.ui.widgets.player import Player

PLAYING = frozenset(
    "toggle_play step next_marker previous_marker slower faster seek_tenth toggle_chunk_list copy"  # noqa: SIM905
    " toggle_raw toggle_probabilities least_sure next_choice tool_result".split()
)
"""Actions that need the playback panel."""

NOT_OPEN = "no recording is open that can be read"


def why_not_played(opened: Opened | None) -> str:
    """Why there is nothing to play in what is open; empty where there is."""
    if opened is None:
        return NOT_OPEN
    response = opened.recording.response
    if not response.streaming:
        return "a plain response, which came at once"
    return "" if response.chunks else "no chunk came"


class PlaybackKeys(LiveKeys):
    """The part of scope `browse` that plays."""

    class ResultFound(Message):
        """The worker knows where a tool call is answered; None: nowhere."""

        def __init__(self, found: FoundResult | None, name: str) -> None:
            super().__init__()
            self.found = found
            self.name = name

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing plays before the panels are there."""
        return bool(super().check_action(action, parameters)) and (action not in PLAYING or self.detail.furnished)

    def action_toggle_play(self) -> None:
        self._play(lambda player: player.toggle())

    def action_step(self, chunks: int) -> None:
        self._move(lambda player: player.step(chunks), "the last chunk" if chunks > 0 else "the first chunk")

    def action_next_marker(self) -> None:
        self._move(lambda player: player.to_marker(1), "no marker further on")

    def action_previous_marker(self) -> None:
        self._move(lambda player: player.to_marker(-1), "no marker before")

    def _play(self, act: Callable[[Player], None]) -> None:
        """Does something by hand with the stream that is open or, just after the cursor moved, about to be."""
        self.hands_on()
        self.detail.acts.do(lambda: self._play_now(act))

    def _play_now(self, act: Callable[[Player], None]) -> None:
        why_not = why_not_played(self.detail.opened)
        if why_not:
            self.say(why_not)
        else:
            act(self.detail.playback.player)

    def _move(self, go: Callable[[Player], None], where: str) -> None:
        """Moves the playhead by hand; `where` is said if it cannot."""

        def move(player: Player) -> None:
            before = player.playback.position
            go(player)
            if player.playback.position == before:
                self.say(where)

        self._play(move)

    def action_slower(self) -> None:
        self.detail.playback.player.change_speed(-1)

    def action_faster(self) -> None:
        self.detail.playback.player.change_speed(1)

    def action_seek_tenth(self, tenth: int) -> None:
        self._play(lambda player: player.seek_tenth(tenth))

    def action_toggle_chunk_list(self) -> None:
        self.detail.playback.toggle_chunk_list()

    def action_toggle_raw(self) -> None:
        self.detail.playback.toggle_raw()

    def action_toggle_probabilities(self) -> None:
        if not self.detail.playback.toggle_probabilities():
            self.say("this recording tells no probabilities")

    def action_next_choice(self) -> None:
        if self.detail.opened is None:
            self.say(NOT_OPEN)
        elif not self.detail.playback.answer.next_choice():
            self.say("this recording has one choice only")

    def action_least_sure(self) -> None:
        if not self.detail.playback.to_least_sure():
            self.say("this recording tells no probabilities")

    # From a tool call to its result

    def action_tool_result(self) -> None:
        """The recording of the same test whose request carries the result of the tool call under the cursor."""
        opened, call = self.detail.opened, self.detail.playback.tool_call
        if opened is None or call is None:
            self.say("no tool call here")
        elif opened.recording.test_id is None:
            self.say("this recording names no test: no other belongs to it")
        else:
            rows = list(self.library.catalog.rows.values())
            self._find_result(rows, opened.recording.test_id, opened.path, call.id, call.name)

    @work(thread=True, group="tool-result", exclusive=True, description="tool result")
    def _find_result(self, rows: list[Row], test_id: str, here: str, call_id: str | None, name: str | None) -> None:
        from recview.ui.tool_results import find_tool_result

        paths = [row.path for row in rows if row.test_id == test_id and row.path != here]
        self.post_message(self.ResultFound(find_tool_result(paths, call_id, name), name or "this call"))

    def on_playback_keys_result_found(self, message: ResultFound) -> None:
        if message.found is None:
            self.say(f"no other recording of this test carries a result of {visible(message.name)}")
            return
        self.detail.look_at_result(message.found)
        self.go_to(message.found.path)
        self.show_pane("detail-pane")
        self.detail.focus_content()
        self.say(f"the request that carries the result of {visible(message.name)}")
