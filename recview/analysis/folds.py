"""Which groups of a list are closed. Pure."""

from __future__ import annotations

from recview.model.value import value


@value
class Folds:
    """Some groups are closed, or all but some: also those that come later."""

    keys: frozenset[str] = frozenset()
    all_but: bool = False
    """Whether `keys` are those of the groups that are open."""

    def __contains__(self, key: str) -> bool:
        """Whether the group of a key is closed."""
        return (key in self.keys) != self.all_but

    def toggled(self, key: str) -> Folds:
        """With one group closed that was open, or open that was closed."""
        return Folds(self.keys ^ {key}, self.all_but)

    def opened(self, key: str) -> Folds:
        """With one group open."""
        return self.toggled(key) if key in self else self


ALL_OPEN, ALL_CLOSED = Folds(), Folds(all_but=True)
