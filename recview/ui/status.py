"""What the first lines of a screen tell of the open trees. A plain value, no widget."""

from __future__ import annotations

from recview.model.value import value


@value
class Status:
    """All plain, harmless text."""

    place: str = ""
    counts: str = ""
    state: str = ""
    """A word on being live: `live ●`, `following ▶`, `reading 1,204 of 3,162`."""
    is_paused: bool = False
    """Whether the state is one of waiting for the person."""
    is_following: bool = False
    """Whether the screen goes along with what changes."""
    progress: tuple[float, float] | None = None
    """How much is done, and how much of the rest is begun, 0…1 of all; None when nothing is going on."""
    story: str | None = None
    """The newest line of what is told; None where nobody tells anything."""
