"""Where the screen goes as recordings change. Plain state: it is told what happens, and asked where to go."""

from __future__ import annotations

from typing import Literal

from recview.model.value import record

Follow = Literal["off", "show", "play"]

FOLLOWS: tuple[Follow, ...] = ("off", "show", "play")
"""In the order `F` goes through them."""

DWELL_S = 1.2
"""How long what was gone to is shown at least: a burst of changes does not flicker."""
LINGER_S = 0.8
"""How long the end of what was played stands there before it goes on."""
PATIENCE_S = 6.0
"""How long a newer change waits for what is being played to end."""


@record
class Following:
    """Off, following, following and playing; and whether the person has taken over for a while."""

    mode: Follow = "off"
    paused: bool = False
    path: str = ""
    """What was gone to last."""
    waiting: str = ""
    """The newest change, while it waits for its turn; empty where there is none."""
    _on_its_way: bool = False
    """Whether it was not open yet since."""
    _arrived_at_s: float = 0.0
    _waits_since_s: float = 0.0
    _played_at_s: float = 0.0
    """When it was last seen to be played."""

    @property
    def active(self) -> bool:
        """Whether the screen goes along now."""
        return self.mode != "off" and not self.paused

    def press(self) -> None:
        """Resumes, if the person had taken over; else off, following, following and playing, off."""
        if self.paused:
            self.paused = False
            return
        self.mode = FOLLOWS[(FOLLOWS.index(self.mode) + 1) % len(FOLLOWS)]
        self.waiting = ""

    def pause(self) -> bool:
        """The person goes elsewhere, or plays by hand; says whether that was news."""
        news = self.active
        self.paused = self.paused or news
        return news

    def changed(self, path: str, now_s: float) -> None:
        """A recording has changed: the newest is the one to go to. While paused it is remembered."""
        if self.mode == "off":
            return
        if not self.waiting:
            self._waits_since_s = now_s
        self.waiting = path

    def next(self, now_s: float, *, playing: bool) -> str:
        """Where to go now; empty: stay. Takes it as gone to.

        `playing`: what was gone to is being played; how long it has not been is reckoned from the last time it was.
        """
        if playing:
            self._played_at_s = now_s
        if not self.waiting or not self.active:
            return ""
        same = self.waiting == self.path
        rested = now_s - self._arrived_at_s >= DWELL_S and now_s - self._played_at_s >= LINGER_S
        patient = now_s - self._waits_since_s < PATIENCE_S
        if self.path and not same and (playing or not rested) and patient:
            return ""
        self.path, self.waiting = self.waiting, ""
        self._arrived_at_s = now_s
        self._on_its_way = True
        return self.path

    def opened(self, path: str) -> bool:
        """A recording is open now; says whether it is what was gone to, the first time that it is."""
        news = self._on_its_way and path == self.path
        self._on_its_way = self._on_its_way and not news
        return news
