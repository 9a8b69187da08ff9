"""What differs of two requests beside their bodies: where they were sent, or else of which test they are. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from recview.analysis.comparison import Fact, address_changes
from recview.analysis.jsondiff import Diff
from recview.analysis.nearest import edits_beside_body
from recview.model.recording import Recording
from recview.ui.distinct_names import renamed
from recview.ui.drawing import visible


def beside_body(old: Recording, new: Recording, request: Diff) -> tuple[Fact, ...]:
    """Where the requests were sent, as far as that differs; where nothing else does, the tests, if they are hashed.

    `request` is the diff of the bodies. Of the tests only what tells them apart is given.
    """
    address = address_changes(old.request, new.request)
    if address or request.visible or old.name == new.name:
        return address
    if all(edit.path != "test_id" for edit in edits_beside_body(old, new)):
        return ()
    before, after = renamed(old.test_id or "", new.test_id or "")
    return (Fact("test", before or None, after or None),)


def fact_words(fact: Fact) -> str:
    """`old → new`, harmless."""
    return f"{visible(fact.old or 'none')} → {visible(fact.new or 'none')}"


def beside_words(facts: Sequence[Fact], *, alone: bool) -> str:
    """What differs beside the bodies in a sentence; empty where nothing does. `alone`: nothing else differs."""
    if not facts:
        return ""
    if len(facts) == 1:
        (fact,) = facts
        return f"{'Only the' if alone else 'The'} {fact.name} differs: {fact_words(fact)}."
    told = ", ".join(f"{fact.name} {fact_words(fact)}" for fact in facts)
    return f"{'Only this differs' if alone else 'Beside them'}: {told}."
