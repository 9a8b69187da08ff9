"""The diff as a tree: two documents laid over each other. Values only; `compare` builds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from recview.model.json_value import JSON, pointer

NodeKind = Literal["equal", "kept", "object", "list", "replace", "add", "remove"]
"""`object` and `list` hold what differs further down; the others are leaves of the diff, whatever they hold.

`kept` stands for a run of equal children: its values are the parts of both lists, or of both objects, that hold them.
"""

PlaceSide = Literal["both", "old", "new"]
Token: TypeAlias = "str | int"


@dataclass(slots=True, eq=False)
class Node:
    """A value of the old document and what became of it in the new one."""

    kind: NodeKind
    old: JSON = None
    """Meaningless in an `add`."""
    new: JSON = None
    """Meaningless in a `remove`."""
    old_parent: Node | None = None
    new_parent: Node | None = None
    old_token: Token | None = None
    """The key or position in the old parent; None for a root, where there is no old value, and for kept keys."""
    new_token: Token | None = None
    places: list[Place] = field(default_factory=list)
    """The children of an `object` or `list`, in the order to show them."""
    moved: bool = False
    """Stands in two places: one shows its old side, one its new side."""
    too_large: bool = False
    """A `replace` because aligning the two lists would have cost too much."""
    change: int = -1
    """Index of the change that this node is."""

    @property
    def old_pointer(self) -> str:
        """JSON Pointer of the value in the old document."""
        tokens: list[Token] = []
        node: Node | None = self
        while node is not None and node.old_token is not None:
            tokens.append(node.old_token)
            node = node.old_parent
        return pointer(reversed(tokens))

    @property
    def new_pointer(self) -> str:
        """JSON Pointer of the value in the new document."""
        tokens: list[Token] = []
        node: Node | None = self
        while node is not None and node.new_token is not None:
            tokens.append(node.new_token)
            node = node.new_parent
        return pointer(reversed(tokens))


@dataclass(slots=True, eq=False)
class Place:
    """Where a node is shown among its parent's children, and which of its sides stands there."""

    node: Node
    side: PlaceSide = "both"
