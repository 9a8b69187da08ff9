"""A review as a tree to walk through: groups of like changes, what in them differs from the rest, and every item.

Built off the event loop. Plain values; knows no widget and no decision.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from recview.analysis.review import ASPECTS, PassedOver, PathChange, Review, ReviewedPair, Signature, names_of
from recview.analysis.review.signatures import signature_id, signature_of
from recview.model.recording import Recording
from recview.model.value import value
from recview.store.ledger import pair_key

ItemKind = Literal["pair", "new", "gone", "superseded", "unreadable"]
GroupKind = Literal["signature", "knock-on", "alike", "apart", "new", "gone", "superseded", "unreadable"]


@value
class Item:
    """One thing to look at, and as a rule to decide on."""

    kind: ItemKind
    path: str
    name: str
    """The file's, without its ending."""
    test_id: str | None
    key: str = ""
    """What the ledger knows it by; empty where there is nothing to decide."""
    old: Recording | None = None
    new: Recording | None = None
    pair: ReviewedPair | None = None
    """Of a superseded recording: the pair whose new side took its place."""
    why: str = ""
    """Why it has no partner, or cannot be read, in a few words."""

    @property
    def unsure(self) -> bool:
        """Whether the two may not belong together."""
        return self.pair is not None and not self.pair.match.is_sure


@value
class Group:
    """Items under one heading."""

    key: str
    """The same in every review of the same sides."""
    kind: GroupKind
    items: tuple[int, ...]
    """Positions in `ReviewModel.items`, those of its parts among them, but not those of knock-ons below it."""
    places: tuple[PathChange, ...] = ()
    """What changed in the requests; empty where nothing did."""
    verdict: Mapping[str, Mapping[str, int]] | None = None
    """Aspect of the response -> verdict -> how many items."""
    parts: tuple[Group, ...] = ()
    """What is alike and what stands apart; both together are all items."""
    knock_ons: tuple[Group, ...] = ()
    """Groups that follow from this one."""


@value
class ReviewModel:
    """The whole review."""

    items: tuple[Item, ...]
    """In the order in which they are shown."""
    groups: tuple[Group, ...]
    identical: int
    passed_over: PassedOver

    @property
    def tells_errors(self) -> bool:
        """Whether the error of any pair differs."""
        return any(group.verdict is not None and group.verdict["error"].keys() - {"same"} for group in self.walk())

    def walk(self) -> Iterable[Group]:
        """Every group, knock-ons among them; no parts."""
        for group in self.groups:
            yield group
            yield from group.knock_ons


def build_model(review: Review) -> ReviewModel:
    """The tree of a review."""
    return _Builder(review).build()


class _Builder:
    def __init__(self, review: Review) -> None:
        self._review = review
        self._items: list[Item] = []

    def build(self) -> ReviewModel:
        following = _following(self._review)
        known = {signature.id for signature in self._review.signatures if not signature.knock_on}
        groups: list[Group] = []
        for signature in self._review.signatures:
            if following.get(signature.id) in known:
                continue  # shown below its root
            group = self._group(signature)
            below = [one for one in self._review.signatures if following.get(one.id) == signature.id]
            knock_ons = tuple(self._group(one) for one in below)
            groups.append(_with_knock_ons(group, knock_ons))
        groups += self._others()
        return ReviewModel(tuple(self._items), tuple(groups), self._review.identical, self._review.passed_over)

    def _group(self, signature: Signature) -> Group:
        pairs = [self._review.pairs[at] for at in signature.pairs]
        pairs.sort(key=lambda pair: (pair.new.test_id or "", pair.new.name))
        alike, apart = _told_apart(pairs)
        kind: GroupKind = "knock-on" if signature.knock_on else "signature"
        first = self._add(_pair_item(pair) for pair in alike)
        parts: tuple[Group, ...] = ()
        items = first
        if apart:
            second = self._add(_pair_item(pair) for pair in apart)
            items = first + second
            parts = (
                Group(f"{signature.id} alike", "alike", first, verdict=counted_verdicts(alike)),
                Group(f"{signature.id} apart", "apart", second, verdict=counted_verdicts(apart)),
            )
        return Group(signature.id, kind, items, names_of(signature, self._review), signature.verdict, parts)

    def _others(self) -> Iterable[Group]:
        review = self._review
        took_over = {pair.new.path: pair for pair in review.pairs}
        classes: tuple[tuple[GroupKind, list[Item]], ...] = (
            ("new", [_lone_item("new", one.recording, one.why.replace("-", " ")) for one in review.added]),
            ("gone", [_lone_item("gone", one, "no new self") for one in review.removed]),
            ("superseded", [_superseded_item(one.path, took_over.get(one.by)) for one in review.superseded]),
            ("unreadable", [
                Item("unreadable", one.path, _name(one.path), None, why=one.reason) for one in review.unreadable
            ]),
        )  # fmt: skip
        for kind, items in classes:
            if items:
                yield Group(kind, kind, self._add(items))

    def _add(self, items: Iterable[Item]) -> tuple[int, ...]:
        start = len(self._items)
        self._items += items
        return tuple(range(start, len(self._items)))


def _with_knock_ons(group: Group, knock_ons: tuple[Group, ...]) -> Group:
    return Group(group.key, group.kind, group.items, group.places, group.verdict, group.parts, knock_ons)


def _pair_item(pair: ReviewedPair) -> Item:
    new, old = pair.new, pair.old
    return Item("pair", new.path, new.name, new.test_id, pair_key(old, new), old, new, pair)


def _lone_item(kind: ItemKind, recording: Recording, why: str) -> Item:
    old, new = (recording, None) if kind == "gone" else (None, recording)
    return Item(kind, recording.path, recording.name, recording.test_id, pair_key(old, new), old, new, why=why)


def _superseded_item(path: str, pair: ReviewedPair | None) -> Item:
    old, new = (pair.old, pair.new) if pair else (None, None)
    return Item("superseded", path, _name(path), old.test_id if old else None, "", old, new, pair)


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".json")


def _verdict(pair: ReviewedPair) -> tuple[str, ...]:
    return tuple(getattr(pair.response, aspect) for aspect in ASPECTS)


def _told_apart(pairs: Sequence[ReviewedPair]) -> tuple[list[ReviewedPair], list[ReviewedPair]]:
    """The pairs with the most frequent verdict, and the others; nobody stands apart where all differ, or none."""
    ranked = Counter(map(_verdict, pairs)).most_common(1)
    usual, count = ranked[0]
    if count < 2 or count == len(pairs):
        return list(pairs), []
    apart = [pair for pair in pairs if _verdict(pair) != usual]
    return [pair for pair in pairs if _verdict(pair) == usual], apart


def counted_verdicts(pairs: Sequence[ReviewedPair]) -> dict[str, dict[str, int]]:
    """Aspect of the response -> verdict -> how many of some pairs."""
    return {aspect: dict(Counter(getattr(pair.response, aspect) for pair in pairs)) for aspect in ASPECTS}


def _following(review: Review) -> dict[str, str]:
    """Of each group of knock-ons the group it follows from: its own change without what an answer carried on, or
    else the one in which the earlier calls of its tests are."""
    by_test: dict[str | None, Counter[str]] = defaultdict(Counter)
    for pair in review.pairs:
        if not pair.is_knock_on and pair.new.test_id is not None:
            by_test[pair.new.test_id][pair.signature] += 1
    roots = {signature.id for signature in review.signatures if not signature.knock_on}
    following: dict[str, str] = {}
    for signature in review.signatures:
        if signature.knock_on:
            votes: Counter[str] = Counter()
            for pair in (review.pairs[at] for at in signature.pairs):
                own = _own_change(pair)
                votes.update({own: 1} if own in roots else by_test[pair.new.test_id])
            if votes:
                following[signature.id] = votes.most_common(1)[0][0]
    return following


def _own_change(pair: ReviewedPair) -> str | None:
    """The group that a knock-on would be in without what it carries on; None where nothing is left."""
    if not pair.edited:
        return None
    return signature_id(signature_of(pair.old.request.body, pair.new.request.body, pair.edited), knock_on=False)
