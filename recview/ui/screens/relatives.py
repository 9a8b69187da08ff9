"""The recordings nearest to one, each with the fewest edits of the request that would have hit it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce

from recview.analysis.common_text import common_start
from recview.analysis.nearest import Relative, edits_to_hit, nearest
from recview.analysis.superseded import RequestIdentity, find_superseded
from recview.model.recording import Recording
from recview.store.reading import LoadedRecording, load
from recview.ui.drawing import short_stem, short_test, visible
from recview.ui.edit_text import edit_text
from recview.ui.screens.pick import Entry, Pair, PickScreen

MOST_RELATIVES = 12
MOST_EDITS = 4
"""Edits shown of each; how many more there are is said."""


class RelativesScreen(PickScreen):
    """See the module."""

    heading = "Nearest recordings"
    waiting = "Comparing requests …"
    nothing = "No other recording of this endpoint."

    def __init__(self, asked: Recording, candidates: Sequence[str], superseded: Mapping[str, str]) -> None:
        """`candidates`: paths of the recordings of the same endpoint.

        `superseded`: path of an old recording -> path of the newer one, as far as that was seen on disk.
        """
        super().__init__()
        self._asked = asked
        self._candidates = candidates
        self._superseded = dict(superseded)

    def find(self) -> list[Entry]:
        opened = (value for path in self._candidates for value in load(path))
        recordings = [value.recording for value in opened if isinstance(value, LoadedRecording)]
        self._superseded |= find_superseded(RequestIdentity.of(each) for each in (self._asked, *recordings))
        relatives = nearest(self._asked, recordings, MOST_RELATIVES)
        folders = _folders([self._asked, *(relative.recording for relative in relatives)])
        return [self._entry(relative, folders.get(relative.recording.path, "")) for relative in relatives]

    def _entry(self, relative: Relative, folder: str) -> Entry:
        """The edits lead from the left of the two that Enter compares to the right."""
        recording = relative.recording
        newer = recording.path == self._superseded.get(self._asked.path)
        older = self._asked.path == self._superseded.get(recording.path)
        left, right = (recording, self._asked) if older else (self._asked, recording)
        edits = edits_to_hit(left, right) if older else relative.edits
        details = [edit_text(edit.op, edit.path, edit.old, edit.new, quote="") for edit in edits[:MOST_EDITS]]
        if len(edits) > MOST_EDITS:
            details.append(f"and {len(edits) - MOST_EDITS} more")
        details = details or ["the same request"]
        facts = f"{relative.percent}% alike"
        if relative.same_test:
            facts = f"same test · {facts}"
        if newer or older:
            facts = f"{'↑ supersedes this' if newer else '↓ superseded by this'} · {facts}"
        return Entry(
            sign="=" if not relative.edits else "~",
            tone="dim" if not relative.edits else "sign-change",
            name=short_stem(recording.name),
            test=visible(short_test(recording.test_id or "(no test)")),
            facts=facts,
            details=(f"in {visible(folder)}", *details) if folder else tuple(details),
            pair=Pair(left.path, right.path),
        )


def _folders(recordings: Sequence[Recording]) -> dict[str, str]:
    """By path, the folder of each that has its hash and test in common with another; what all are in is left out."""
    alike = Counter((short_stem(each.name), each.test_id) for each in recordings)
    folders = {each.path: each.path[: each.path.rfind("/") + 1] for each in recordings}
    common = reduce(lambda one, other: one[: common_start(one, other)], folders.values()).rfind("/") + 1
    return {
        each.path: folders[each.path][common:].rstrip("/") or "."
        for each in recordings
        if alike[short_stem(each.name), each.test_id] > 1
    }
