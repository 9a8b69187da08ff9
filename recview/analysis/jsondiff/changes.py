"""The changes between two documents, as a reader would name them, in the order of the documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from recview.analysis.jsondiff.noise import Noise, ignored, noise_of
from recview.analysis.jsondiff.paths import PathPattern
from recview.analysis.jsondiff.tree import Node
from recview.analysis.jsondiff.words import WordDiff, diff_words
from recview.model.json_value import JSON
from recview.model.value import value

ChangeOp = Literal["add", "remove", "replace", "move"]


@value
class Options:
    """What a diff is asked for besides the difference."""

    ignore: tuple[PathPattern, ...] = ()
    """Changes at or below these paths are noise of the kind `ignored`."""
    hashed: Callable[[str], bool] | None = None
    """Whether the value at a JSON Pointer feeds the request hash; without it nothing is said to."""
    hashed_alike: Callable[[JSON, JSON], bool] | None = None
    """Whether a value and what replaces it come to the same in the hash."""


@value
class Change:
    """One change. What was moved and edited gives a `move`, and the edits inside it as changes of their own.

    A `move` whose two values share nothing that could be named replaced the value as well.
    """

    op: ChangeOp
    old_path: str | None
    """JSON Pointer in the old document; None for an `add`."""
    new_path: str | None
    """JSON Pointer in the new document; None for a `remove`."""
    old: JSON
    """The old value; None for an `add`."""
    new: JSON
    noise: Noise | None = None
    """Why this means nothing; None where it means something."""
    hashed: bool = False
    """Whether it changes the request hash."""
    too_large: bool = False
    """Two lists told as replaced only because aligning them would have cost too much."""

    @property
    def path(self) -> str:
        """Where: the path in the old document for `remove` and `replace`, in the new one for `add` and `move`."""
        path = self.old_path if self.op in ("remove", "replace") else self.new_path
        assert path is not None
        return path

    def words(self) -> WordDiff | None:
        """What changed inside a replaced string, computed when asked for; None where it is no string."""
        if self.op == "replace" and isinstance(self.old, str) and isinstance(self.new, str):
            return diff_words(self.old, self.new)
        return None


def collect_changes(root: Node, options: Options) -> tuple[Change, ...]:
    """Every change of a diff tree, a moved value where it is met first; each node that is one learns its index."""
    changes: list[Change] = []
    pending = [root]
    while pending:
        node = pending.pop()
        if node.change >= 0:
            continue  # the second place of a moved value
        if node.moved or node.kind in ("replace", "add", "remove"):
            node.change = len(changes)
            changes.append(_change(node, options))
        pending += [place.node for place in reversed(node.places)]
    return tuple(changes)


def _change(node: Node, options: Options) -> Change:
    op: ChangeOp = "move" if node.moved else node.kind  # type: ignore[assignment]
    old_path = None if op == "add" else node.old_pointer
    new_path = None if op == "remove" else node.new_pointer
    paths = [path for path in (old_path, new_path) if path is not None]
    noise: Noise | None = None
    if ignored(options.ignore, paths):
        noise = "ignored"
    elif op != "move":
        noise = noise_of(node.old, node.new, paths[0])
    return Change(
        op=op,
        old_path=old_path,
        new_path=new_path,
        old=node.old,
        new=node.new,
        noise=noise,
        hashed=_is_hashed(op, paths, node, options),
        too_large=node.too_large,
    )


def _is_hashed(op: ChangeOp, paths: list[str], node: Node, options: Options) -> bool:
    if options.hashed is None or not any(map(options.hashed, paths)):
        return False
    return not (op == "replace" and options.hashed_alike is not None and options.hashed_alike(node.old, node.new))
