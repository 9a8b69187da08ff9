"""Short names for tests that stand under each other: of their parameters only what tells them apart. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from rich.cells import cell_len

from recview.model.value import value
from recview.ui.drawing import cut_middle, cut_start, cut_test, short_test, visible
from recview.ui.review_model import ReviewModel

_JOINTS = "-/:_."
"""A parameter is only cut behind one of these."""


@value
class Label:
    """What an item is called in the list."""

    test: str
    """Harmless; empty where it has none."""
    brief: str
    """The same without parameters that tell it from no other; for where there is no room."""
    with_hash: bool
    """Whether the test alone does not tell it from the others of its group."""


def item_labels(model: ReviewModel) -> dict[int, Label]:
    """What each item is called among those of its group."""
    labels: dict[int, Label] = {}
    for group in model.walk():
        tests = [model.items[at].test_id or "" for at in group.items]
        counts = Counter(tests)
        for at, test, (name, brief) in zip(group.items, tests, distinct_names(tests), strict=True):
            labels[at] = Label(name, brief, with_hash=not test or counts[test] > 1 or group.kind == "superseded")
    return labels


def distinct_names(test_ids: Sequence[str]) -> list[tuple[str, str]]:
    """For each test its name, `list_items[openai_client…]`, and a brief one, without parameters that tell it from
    no other: `list_items[…]`. Both are harmless."""
    names = [visible(short_test(test_id)).partition("[") for test_id in test_ids]
    siblings: dict[str, set[str]] = defaultdict(set)
    for function, bracket, parameters in names:
        if bracket:
            siblings[function].add(parameters.removesuffix("]"))
    ends = {function: _common_ends(sorted(found)) for function, found in siblings.items() if len(found) > 1}
    told_apart: list[tuple[str, str]] = []
    for function, bracket, parameters in names:
        if function in ends:
            name = _shortened(function, parameters.removesuffix("]"), *ends[function])
            told_apart.append((name, name))
        else:
            told_apart.append((function + bracket + parameters, function + (bracket and "[…]")))
    return told_apart


def renamed(old: str, new: str) -> tuple[str, str]:
    """What a test was called, and what it is now: of both only what differs, and of one function the parameters."""
    (was, _), (now, _) = distinct_names([old, new])
    function, bracket, _ = was.partition("[")
    if bracket and now.startswith(function + bracket):
        return was.removeprefix(function), now.removeprefix(function)
    return was, now


def cut_name(name: str, room: int) -> str:
    """As `cut_test`; but of parameters that were shortened already more is kept, for they are what tells."""
    function, _, parameters = name.partition("[")
    if cell_len(name) <= room or not parameters.endswith("…]"):
        return cut_test(name, room)
    tail = cut_middle(parameters, max(room - 1 - cell_len(function), room // 2))
    return cut_start(function, room - 1 - cell_len(tail)) + "[" + tail


def _shortened(function: str, parameters: str, head: int, tail: int) -> str:
    middle = parameters[head : len(parameters) - tail]
    return f"{function}[{'…' if head else ''}{middle}{'…' if tail else ''}]"


def _common_ends(texts: Sequence[str]) -> tuple[int, int]:
    """How many characters all begin with, and all end with; something is left of each between the two."""
    first, last = texts[0], texts[-1]  # of sorted texts these have the least in common
    room = min(map(len, texts)) - 1
    head = 0
    while head < room and first[head] == last[head]:
        head += 1
    head = max(first.rfind(joint, 0, head) for joint in _JOINTS) + 1
    backwards = sorted(text[::-1] for text in texts)
    first, last = backwards[0], backwards[-1]
    tail = 0
    while tail < room - head and first[tail] == last[tail]:
        tail += 1
    return head, max(first.rfind(joint, 0, tail) for joint in _JOINTS) + 1
