"""What the usage panel tells, from what is listed, marked and open. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recview.model.usage import UsageSum
from recview.ui.renderables.usage_lines import UsageFacts

if TYPE_CHECKING:
    from recview.ui.library import Library
    from recview.ui.opened import Opened
    from recview.ui.visible_list import VisibleList


def usage_facts(library: Library, listed: VisibleList | None, opened: Opened | None, position: int) -> UsageFacts:
    """The counts with the playhead of what is open at `position`."""
    marked, complete = library.marked_usage(), library.complete
    everything = listed.counts.everything if listed is not None else UsageSum()
    if opened is None:
        return UsageFacts(marked=marked, everything=everything, complete=complete)
    test_id, final = opened.recording.test_id, opened.loaded.assembled.usage
    ends_with_some = final is not None and final.known and position < opened.transcript.length
    return UsageFacts(
        has_call=True,
        streaming=opened.recording.response.streaming,
        at_playhead=opened.transcript.usage_at(position),
        to_come=ends_with_some or not opened.whole,
        final=final,
        missing=opened.why_no_usage,
        test=listed.counts.of_test(test_id, opened.path) if listed is not None and test_id else None,
        marked=marked,
        everything=everything,
        complete=complete,
    )
