"""What the frame around a recording says of it. Pure: text, harmless."""

from __future__ import annotations

from recview.model.recording import Unreadable
from recview.ui.drawing import grouped, short_hashes, short_name, short_test, visible
from recview.ui.opened import Opened


def title_of(opened: Opened) -> str:
    """The test it is a call of; else its name."""
    recording = opened.recording
    return visible(short_test(recording.test_id)) if recording.test_id else name_of(recording.name)


def name_of(path: str) -> str:
    """The name of a file by itself: of one that is called by a hash, the digits that tell it."""
    return short_hashes(visible(path.rpartition("/")[2]))


def facts_of(opened: Opened) -> str:
    """How it ended, and what is wrong with it."""
    assembled = opened.loaded.assembled
    facts = [visible(choice.finish) for choice in assembled.choices if choice.finish]
    facts = list(dict.fromkeys(facts))
    if not opened.recording.response.streaming:
        facts.insert(0, "plain")
    if assembled.error is not None:
        facts.append(f"✗ {assembled.error.status or 'error'}")
    worse = [problem for problem in opened.problems if problem.severity != "note"]
    if worse:
        facts.append(f"! {len(worse)}")
    return " · ".join(facts)


def origin_of(opened: Opened) -> str:
    """Its short name, who answered, and in which dialect."""
    request = opened.recording.request
    who = visible(request.model or request.name or request.provider or "")
    return " · ".join(part for part in (short_name(opened.path), who, opened.loaded.dialect.name) if part)


def why_unreadable(unreadable: Unreadable, *, live: bool) -> str:
    """Why a file is not shown, and when it is looked at again; `live`: whether what becomes of files is seen."""
    told = not unreadable.offset or "line " in unreadable.reason
    where = "" if told else f" (byte {grouped(unreadable.offset or 0)})"
    way_on = "It is read again when it changes." if live else "r reads everything again."
    hint = " Is it a request? `recview why` explains one." if unreadable.is_something_else else ""
    return f"✗ Cannot read this file: {visible(unreadable.reason)}{where}. {way_on}{hint}"
