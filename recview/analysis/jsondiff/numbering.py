"""Numbers for JSON values: equal values, and only those, get the same number. Knows nothing of differences.

Equal means equal to a reader of JSON: types count (1, 1.0 and true are three values), the order of keys does not.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence

from recview.model.json_value import JSON

_FORMAT = 2
"""The last marshal format in which the same value always gives the same bytes: later ones write back-references."""


class Numbering:
    """Numbers the values of two documents, which must stay alive and unchanged meanwhile.

    Serialising a value in C is far cheaper than walking it, so items are told apart by their bytes first; only what
    has no byte-for-byte twin on the other side is walked node by node, which sees through the order of keys.
    """

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._walked: dict[int, int] = {}
        """The `id` of a list or object that was walked -> its number."""

    def of_lists(self, old: Sequence[JSON], new: Sequence[JSON]) -> tuple[list[int], list[int]]:
        """Numbers for the items of two lists; they can be compared with each other, and with nothing else."""
        containers = [item for items in (old, new) for item in items if type(item) is dict or type(item) is list]
        if not any(id(item) in self._walked for item in containers):
            try:
                return self._by_bytes(old, new)
            except ValueError:
                pass  # nested deeper than marshal goes
        self.walk(containers)
        return [self._number(item) for item in old], [self._number(item) for item in new]

    def of(self, value: JSON) -> int:
        """The number of one value; it can be compared with those of other calls of this method."""
        if type(value) is dict or type(value) is list:
            self.walk((value,))
        return self._number(value)

    def known_equal(self, old: JSON, new: JSON) -> bool:
        """Whether two lists or objects are already known to be equal, without looking at them."""
        number = self._walked.get(id(old))
        return number is not None and number == self._walked.get(id(new))

    def walk(self, roots: Iterable[JSON]) -> None:
        """Numbers the given lists and objects, and every list and object in them."""
        walked = self._walked
        pending = [root for root in roots if id(root) not in walked]
        for container in pending:  # grows while it is read: parents come before their children
            for value in container.values() if type(container) is dict else container:  # type: ignore[union-attr]
                if (type(value) is dict or type(value) is list) and id(value) not in walked:
                    pending.append(value)  # noqa: PERF401 - the list that is read grows
        for container in reversed(pending):
            flat = self._flat(container)
            walked[id(container)] = self._intern(marshal.dumps(flat, _FORMAT))  # type: ignore[arg-type]

    def _flat(self, container: JSON) -> tuple[object, ...] | list[object]:
        """The container with its children's numbers in their place, and an object as its keys and values in order.

        JSON has no tuples, so they mark here what is a number of ours, and what was an object.
        """
        walked = self._walked
        if type(container) is dict:
            pairs: list[object] = []
            for key in sorted(container):
                value = container[key]
                pairs.append(key)
                pairs.append((walked[id(value)],) if type(value) is dict or type(value) is list else value)
            return tuple(pairs)
        return [
            (walked[id(value)],) if type(value) is dict or type(value) is list else value
            for value in container  # type: ignore[union-attr]
        ]

    def _by_bytes(self, old: Sequence[JSON], new: Sequence[JSON]) -> tuple[list[int], list[int]]:
        old_bytes = [marshal.dumps(item, _FORMAT) for item in old]
        new_bytes = [marshal.dumps(item, _FORMAT) for item in new]
        twins = set(old_bytes).intersection(new_bytes)
        lone = [
            item
            for items, keys in ((old, old_bytes), (new, new_bytes))
            for item, key in zip(items, keys, strict=True)
            if key not in twins and (type(item) is dict or type(item) is list)
        ]
        self.walk(lone)
        numbers = tuple(
            [self._intern(key) if key in twins else self._number(item) for item, key in zip(items, keys, strict=True)]
            for items, keys in ((old, old_bytes), (new, new_bytes))
        )
        return numbers[0], numbers[1]

    def _number(self, value: JSON) -> int:
        if type(value) is dict or type(value) is list:
            return self._walked[id(value)]
        return self._intern(marshal.dumps(value, _FORMAT))

    def _intern(self, key: bytes) -> int:
        return self._numbers.setdefault(key, len(self._numbers))
