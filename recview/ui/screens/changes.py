"""What changed on disk while recview looked, the newest first, each with its verdict against the version before."""

from __future__ import annotations

from collections.abc import Sequence

from recview.model.recording import Unreadable
from recview.store.change import Change
from recview.store.versions import VersionStore
from recview.ui.comparison import Comparison, Source, compare
from recview.ui.drawing import short_test, visible
from recview.ui.library import Happening
from recview.ui.screens.pick import Entry, Pair, PickScreen

_SIGNS = {"added": ("+", "sign-add"), "changed": ("~", "sign-change"), "superseded": ("↑", "sign-change"),
          "removed": ("-", "sign-remove"), "unreadable": ("✗", "bad"), "writing": ("…", "warn")}  # fmt: skip
_WITHOUT_PAIR = {"added": "new", "removed": "gone", "unreadable": "cannot be read"}
_STATE_SIGNS = {"same": "=", "changed": "~", "added": "+", "removed": "-"}


class ChangesScreen(PickScreen):
    """See the module."""

    heading = "Changes"
    waiting = "Comparing with what was before …"
    nothing = "Nothing has changed on disk since recview opened."

    def __init__(self, happenings: Sequence[Happening], versions: VersionStore) -> None:
        """`happenings`, the newest first."""
        super().__init__()
        self._happenings = happenings
        self._versions = versions

    def find(self) -> list[Entry]:
        return [self._entry(happening) for happening in self._happenings]

    def _entry(self, happening: Happening) -> Entry:
        change = happening.change
        sign, tone = _SIGNS.get(change.kind, ("~", "sign-change"))
        row = change.row or change.previous
        pair = self._pair(change)
        return Entry(
            sign=sign,
            tone=tone,
            name=visible(change.path.rpartition("/")[2].removesuffix(".json")[:12]),
            test=visible(short_test(row.test_id) if row and row.test_id else "(no test)"),
            facts=f"{change.kind} {happening.clock}",
            details=(self._verdict(change, pair),),
            pair=pair,
            path=change.path,
        )

    def _pair(self, change: Change) -> Pair | None:
        if change.kind == "superseded" and change.by:
            return Pair(change.path, change.by)
        before = self._versions.previous(change.path) if change.kind == "changed" else None
        return Pair(change.path, change.path, before) if before is not None else None

    def _verdict(self, change: Change, pair: Pair | None) -> str:
        if pair is None:
            return {"added": "new", "removed": "gone", "unreadable": "cannot be read"}.get(
                change.kind, "no version before"
            )
        result = compare(Source(pair.left, pair.left_content), Source(pair.right))
        if isinstance(result, Unreadable):
            return visible(result.reason)
        return verdict_words(result)


def verdict_words(comparison: Comparison) -> str:
    """The three-part verdict in one line: `request ~1   text =  tools =  finish =   usage +`."""
    verdict = comparison.verdict
    changes = len(comparison.request.visible)
    request = f"request ~{changes}" if changes else "request ="
    parts = {"text": verdict.text, "tools": verdict.tool_calls, "finish": verdict.finish_reason}
    visible_part = "  ".join(f"{name} {_STATE_SIGNS[state]}" for name, state in parts.items())
    error = "" if verdict.error == "same" else f"  error {_STATE_SIGNS[verdict.error]}"
    return f"{request}   {visible_part}{error}   usage {_STATE_SIGNS[verdict.usage]}"
