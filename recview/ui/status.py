"""What the first lines of a screen tell of the open trees, and in what words. A plain value, no widget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from recview.model.value import value
from recview.ui.drawing import counted, grouped

if TYPE_CHECKING:
    from recview.store.catalog import Catalog
    from recview.ui.following import Following
    from recview.ui.library import Library


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

    def with_counts(self, library: Library, tests: int) -> Status:
        """How much there is, and how much of it changed; `tests`: how many tests there are calls of."""
        counts = [counted(len(library.catalog.rows), "recording"), counted(tests, "test")]
        if len(library.changes):
            counts.append(f"{grouped(len(library.changes))} changed")
        return replace(self, counts=" · ".join(counts))

    def with_state(self, library: Library, following: Following, *, live: bool) -> Status:
        """Reading, stopped, following or live; `live`: whether the trees are watched."""
        catalog = library.catalog
        reading = library.is_being_read and catalog.done < catalog.total
        watched = "live ●" if live else ""
        if reading:
            how_far = f"reading {grouped(catalog.done)}" if catalog.done else f"listing {grouped(_listed(catalog))}"
            state = f"{how_far} of {grouped(catalog.total)}, ^c stops"
        elif library.is_being_read and not catalog.total:
            state = "listing …"
        elif following.paused:
            state = "following paused, F resumes"
        elif following.mode != "off":
            state = {"show": "following ●", "play": "following ▶"}[following.mode]
        elif library.stopped:
            state = f"{grouped(catalog.done)} of {grouped(catalog.total)} read, r reads on  {watched}".rstrip()
        else:
            state = watched if library.complete else ""
        return replace(
            self,
            state=state,
            is_paused=following.paused or library.stopped,
            is_following=following.active,
            progress=(catalog.done / catalog.total, _listed(catalog) / catalog.total) if reading else None,
        )


def _listed(catalog: Catalog) -> int:
    """How many of the files that there are have a row, be it only their name."""
    return max(catalog.done, min(len(catalog.rows), catalog.total))
