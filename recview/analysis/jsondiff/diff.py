"""The diff of two documents as one value. Ties the engine together; decides nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from recview.analysis.jsondiff.changes import Change, Options, collect_changes
from recview.analysis.jsondiff.compare import compare
from recview.analysis.jsondiff.layout import Run, lay_out
from recview.analysis.jsondiff.lines import Lines
from recview.analysis.jsondiff.noise import Noise
from recview.analysis.jsondiff.patch import json_patch
from recview.analysis.jsondiff.tree import Node
from recview.model.json_value import JSON


@dataclass(frozen=True)
class Diff:
    """What leads from the old document to the new one. Refers to both: they must not be changed."""

    root: Node
    changes: tuple[Change, ...]
    """In the order of the documents, noise among them."""

    @cached_property
    def patch(self) -> list[JSON]:
        """The operations of a JSON Patch (RFC 6902) that turn the old document into the new one, noise included."""
        return json_patch(self.root)

    @cached_property
    def laid_out(self) -> tuple[Lines, Lines, list[Run]]:
        """The lines of both documents and how they stand beside each other: what `rows` is made of, at its cost."""
        return lay_out(self.root)

    @property
    def visible(self) -> tuple[Change, ...]:
        """The changes that mean something."""
        return tuple(change for change in self.changes if change.noise is None)

    @property
    def hidden(self) -> dict[Noise, int]:
        """How many changes are noise, by kind."""
        return dict(Counter(change.noise for change in self.changes if change.noise is not None))


def diff(old: JSON, new: JSON, options: Options | None = None) -> Diff:
    """Compares two JSON documents of any shape, size and depth; 1, 1.0 and true are three different values."""
    root = compare(old, new)
    return Diff(root, collect_changes(root, options or Options()))
