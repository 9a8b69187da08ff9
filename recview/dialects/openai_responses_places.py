"""Where the items of a streamed response stand, for servers that say of two that they stand at one place."""

from __future__ import annotations

from recview.model.json_value import JSON, as_object, as_string


class Places:
    """The place of each item. Only what is announced at a place that another item has is moved: ids may change."""

    def __init__(self) -> None:
        self._owners: dict[int, str] = {}
        self._moved: dict[str, int] = {}

    def place(self, data: dict[str, JSON]) -> int:
        """The place of the item that an event is about."""
        index = data.get("output_index")
        said = index if type(index) is int else 0
        item = as_string(data.get("item_id")) or as_string(as_object(data.get("item")).get("id"))
        if item is None:
            return said
        if data.get("type") == "response.output_item.added" and item not in self._moved:
            owner = self._owners.setdefault(said, item)
            if owner != item:
                said = max(self._owners) + 1
                self._owners[said] = item
                self._moved[item] = said
        return self._moved.get(item, said)
