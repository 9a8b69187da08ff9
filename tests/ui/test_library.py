"""What the interface knows of the open trees as recordings change."""

from __future__ import annotations

import pytest
from factories import make_row

from recview.store.change import Change, ChangeKind
from recview.ui.library import Library
from recview.ui.session_changes import SessionChanges

OLD, NEW = make_row(path="r/old.json"), make_row(path="r/new.json")
CAME, WENT = Change("added", NEW.path, NEW, None), Change("removed", NEW.path, None, NEW)
SUPERSEDED, RESTORED = Change("superseded", OLD.path, OLD, OLD, by=NEW.path), Change("restored", OLD.path, OLD, OLD)
WRITTEN = Change("changed", OLD.path, OLD, OLD)


def after(*changes: Change) -> Library:
    library = Library()
    library.apply_changes([Change("added", OLD.path, OLD, None)], 0.0)
    library.changes, library.fresh = SessionChanges(), {}
    for at_s, change in enumerate(changes):
        library.apply_changes([change], float(at_s))
    return library


def test_once_its_successor_is_gone_a_recording_is_superseded_no_more() -> None:
    library = after(CAME, SUPERSEDED)
    assert (library.fate(OLD.path).successor, library.fresh[OLD.path].kind) == (NEW.path, "superseded")
    library = after(CAME, SUPERSEDED, WENT, RESTORED)
    assert (library.fate(OLD.path).successor, library.superseded, library.fresh) == ("", {}, {})
    assert library.changes.counts() == {"removed": 1}
    library = after(CAME, SUPERSEDED, WENT, RESTORED, CAME, SUPERSEDED)
    assert (library.fate(OLD.path).successor, library.changes.counts()) == (NEW.path, {"superseded": 1})


def test_what_else_became_of_it_is_told_again() -> None:
    library = after(WRITTEN, CAME, SUPERSEDED, WENT, RESTORED)
    assert (library.fresh[OLD.path].kind, library.changes.counts()) == ("changed", {"changed": 1, "removed": 1})


@pytest.mark.parametrize("kind", ["added", "unreadable"])
def test_what_went_and_came_back_is_superseded_no_more(kind: ChangeKind) -> None:
    library = after(CAME, SUPERSEDED, Change("removed", OLD.path, None, OLD), Change(kind, OLD.path, OLD, None))
    assert (library.fate(OLD.path).successor, library.changes.counts()) == ("", {kind: 1})
