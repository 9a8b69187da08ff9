"""Which request changes only carry an earlier call's new answer on: knock-ons, told apart from root causes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from recview.analysis.assembled import Assembled
from recview.analysis.json_leaves import texts
from recview.analysis.jsondiff import Change
from recview.model.json_value import JSON
from recview.model.value import value
from recview.wire.documents import DocumentError, loads

_SHORTEST_QUOTE = 12
"""A shorter answer must be a whole value of the request: inside another text it may stand by chance."""

_STRUCTURAL_KEYS = frozenset({"role", "type", "name"})


@value
class Turn:
    """One pair of a test: its place in the conversation, its request's changes, and both answers."""

    length: tuple[int, int]
    """How many messages the new request has, and how many characters: what a later call has more of."""
    changes: Sequence[Change]
    old_answer: Assembled
    new_answer: Assembled


def knock_ons(turns: Mapping[int, Turn]) -> dict[int, frozenset[int]]:
    """For the pairs of one test, by any key: which changes (by position) an earlier call's new answer explains.

    Pairs without such changes are left out.
    """
    explained: dict[int, frozenset[int]] = {}
    came: set[str] = set()
    gone: set[str] = set()
    in_order = sorted(turns.items(), key=lambda item: item[1].length)
    for at, (key, turn) in enumerate(in_order):
        carried = frozenset(index for index, change in enumerate(turn.changes) if _carries(change, came, gone))
        if carried:
            explained[key] = carried
        if at + 1 < len(in_order):
            old, new = set(_said(turn.old_answer)), set(_said(turn.new_answer))
            came |= new - old
            gone |= old - new
    return explained


def _carries(change: Change, came: set[str], gone: set[str]) -> bool:
    """Whether a change puts a new answer in, or takes an old one out; not where it was to be passed over."""
    if change.noise == "ignored":
        return False
    if change.op == "remove":
        return _quotes(change.old, gone)
    if change.op in ("add", "replace") and _quotes(change.new, came):
        return change.op == "add" or _quotes(change.old, gone)
    return False


def _quotes(value: JSON, said: set[str]) -> bool:
    """Whether every text of `value` is something that was said, or cites it; there must be one."""
    quoted = list(_texts(value))
    return bool(quoted) and all(_cites(text, said) for text in quoted)


def _cites(text: str, said: set[str]) -> bool:
    text = text.strip()
    return text in said or any(len(quote) >= _SHORTEST_QUOTE and quote in text for quote in said)


def _said(answer: Assembled) -> Iterator[str]:
    """What a later request may carry on: texts, and of tool calls ids, names and arguments, also one by one."""
    for choice in answer.choices:
        yield from _stripped((choice.content, choice.reasoning, choice.refusal))
        for call in choice.tool_calls:
            yield from _stripped((call.id, call.name, call.arguments_text))
            yield from _texts(_parsed(call.arguments))


def _stripped(said: Iterable[str | None]) -> Iterator[str]:
    return (text.strip() for text in said if text and text.strip())


def _parsed(arguments: JSON) -> JSON:
    if not isinstance(arguments, str):
        return arguments
    try:
        return loads(arguments.encode("utf-8", "surrogatepass"))
    except DocumentError:
        return None


def _texts(value: JSON) -> Iterator[str]:
    """Every string inside a value, but for what only says what kind of thing it is."""
    return _stripped(texts(value, but_under=_STRUCTURAL_KEYS))
