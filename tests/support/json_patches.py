"""Applies a JSON Patch (RFC 6902) as the standard says, and compares JSON to the type; strategies for any JSON."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from hypothesis import strategies as st

from recview.model.json_value import pointer_tokens

_KEYS = st.sampled_from(["", "a", "b", "~", "/", "a/b", "~1", "id", "name", "role", "content"]) | st.text(max_size=3)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.floats()
    | st.sampled_from([1.0, 0.0, -0.0, "hello there this is", "another long string of words here"])
    | st.text(alphabet='ab \n"\\\x1b\u202eé', max_size=12)
)
any_json = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=8) | st.dictionaries(_KEYS, inner, max_size=5), max_leaves=25
)


def exact(value: Any) -> str:
    """Two values give the same text only if they are the same JSON, types included; the order of keys is left aside."""
    return json.dumps(value, sort_keys=True)


def edited(value: Any, chance: random.Random) -> Any:
    """A copy with keys renamed or gone, and items shuffled, moved, gone or new."""
    changed = copy.deepcopy(value)
    pending = [changed]
    for container in pending:
        if isinstance(container, dict):
            pending += container.values()
            if container and chance.random() < 0.3:
                key = chance.choice(list(container))
                moved = container.pop(key)
                if chance.random() < 0.5:
                    container[f"{key}z"] = moved
        elif isinstance(container, list):
            pending += container
            if chance.random() < 0.3:
                chance.shuffle(container)
            if container and chance.random() < 0.4:
                container.insert(0, container.pop())
            if container and chance.random() < 0.3:
                container.pop()
            if chance.random() < 0.3:
                container.append("new thing")
    return changed


def at(document: Any, path: str) -> Any:
    """The value a JSON Pointer leads to."""
    for token in pointer_tokens(path):
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document


def apply_patch(document: Any, patch: Any) -> Any:
    """A patched copy. Raises where an operation does not fit, as the standard asks."""
    document = copy.deepcopy(document)
    for operation in patch:
        op, path = operation["op"], operation["path"]
        if op == "move":
            value = _take(document, operation["from"])
            _put(document, path, value)
        elif op == "remove":
            _take(document, path)
        elif op == "add":
            _put(document, path, copy.deepcopy(operation["value"]))
        elif path == "":
            assert op == "replace"
            document = copy.deepcopy(operation["value"])
        else:
            assert op == "replace"
            _take(document, path)
            _put(document, path, copy.deepcopy(operation["value"]))
    return document


def _take(document: Any, path: str) -> Any:
    parent, token = _parent(document, path)
    return parent.pop(int(token)) if isinstance(parent, list) else parent.pop(token)


def _put(document: Any, path: str, value: Any) -> None:
    parent, token = _parent(document, path)
    if isinstance(parent, list):
        assert 0 <= int(token) <= len(parent)
        parent.insert(int(token), value)
    else:
        parent[token] = value


def _parent(document: Any, path: str) -> tuple[Any, str]:
    *parents, token = pointer_tokens(path)
    for parent in parents:
        document = document[int(parent)] if isinstance(document, list) else document[parent]
    return document, token
