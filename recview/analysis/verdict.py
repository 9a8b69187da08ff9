"""Whether two responses say the same: text, tool calls, finish reason, usage, error, and how much mere bookkeeping.

Pure values; knows no vendor's fields. Ids are made anew with every call and never count.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias

from recview.analysis.answer import arguments_value
from recview.analysis.assembled import Assembled, ToolCall
from recview.analysis.bookkeeping import Told, differing_fields
from recview.analysis.jsondiff import diff
from recview.analysis.jsondiff.numbering import Numbering
from recview.model.json_value import JSON, as_object
from recview.model.recording import ApiError
from recview.model.usage import Usage
from recview.model.value import value

Verdict = Literal["same", "changed"]
PresenceVerdict = Literal["same", "changed", "added", "removed"]
_Sides: TypeAlias = tuple[Assembled, Assembled, JSON, JSON]


@value
class ToolCallChange:
    """A tool call of one response and what became of it in the other."""

    kind: Literal["added", "removed", "changed"]
    """`changed`: the same tool was called with other arguments."""
    choice: int
    old: ToolCall | None
    new: ToolCall | None


@dataclass(frozen=True)
class ResponseVerdict:
    """How the new response differs from the old one."""

    text: Verdict
    """The answer, its reasoning and its refusal; of a response that is no model's answer, its data."""
    tool_calls: Verdict
    finish_reason: Verdict
    usage: PresenceVerdict
    error: PresenceVerdict
    tool_call_changes: tuple[ToolCallChange, ...] = ()
    _sides: _Sides | None = field(default=None, repr=False, compare=False)

    @property
    def same(self) -> bool:
        """Whether both say the same; bookkeeping aside."""
        aspects = (self.text, self.tool_calls, self.finish_reason, self.usage, self.error)
        return all(aspect == "same" for aspect in aspects)

    @cached_property
    def bookkeeping_fields(self) -> tuple[str, ...]:
        """The fields of the raw responses that differ though nothing above says so: ids, fingerprints, chunk borders.

        JSON Pointers with `*` for positions, so that one field of many chunks is one.
        """
        if self._sides is None:
            return ()
        old, new, raw_old, raw_new = self._sides
        told = _told(old), _told(new)
        if not (old.choices or new.choices):
            told = _with_data(told, *self._sides)
        return differing_fields(raw_old, raw_new, *told)

    @property
    def bookkeeping(self) -> int:
        """How many fields of the raw responses differ besides; walked through when asked for."""
        return len(self.bookkeeping_fields)


def compare_responses(old: Assembled, new: Assembled, raw_old: JSON = None, raw_new: JSON = None) -> ResponseVerdict:
    """Compares two assembled responses; `raw_old` and `raw_new` are the response objects as recorded."""
    calls = tuple(_tool_call_changes(old, new))
    return ResponseVerdict(
        text=_verdict(_texts(old) == _texts(new) and _same_data(old, new, raw_old, raw_new)),
        tool_calls=_verdict(not calls),
        finish_reason=_verdict(_finish_reasons(old) == _finish_reasons(new)),
        usage=_presence(_counts(old.usage), _counts(new.usage)),
        error=_presence(_facts(old.error), _facts(new.error)),
        tool_call_changes=calls,
        _sides=(old, new, raw_old, raw_new),
    )


def _verdict(same: bool) -> Verdict:
    return "same" if same else "changed"


def _presence(old: object, new: object) -> PresenceVerdict:
    if old == new:
        return "same"
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


def _texts(response: Assembled) -> dict[tuple[int, str], str]:
    """What each choice says; an empty text is as good as none."""
    texts = {
        (choice.index, name): text
        for choice in response.choices
        for name, text in (("content", choice.content), ("reasoning", choice.reasoning), ("refusal", choice.refusal))
    }
    return {key: text for key, text in texts.items() if text}


def _same_data(old: Assembled, new: Assembled, raw_old: JSON, raw_new: JSON) -> bool:
    """What stands beside a model's answer (pictures, what a tool of the server gave back), or in its place."""
    if old.choices or new.choices:
        return old.data == new.data
    return not diff(*_data_sides(old, new, raw_old, raw_new)).visible


def _data_sides(old: Assembled, new: Assembled, raw_old: JSON, raw_new: JSON) -> tuple[JSON, JSON]:
    """What is said where no model answers (vectors, lists, results of tools, a dialect nobody knows): a part of the
    body, or all of it.
    """
    data = (*old.data, *new.data)
    if data and all(one.value is not None for one in data):
        return [one.value for one in old.data], [one.value for one in new.data]
    if data or not any((old.error, new.error, old.usage, new.usage)):
        return as_object(raw_old).get("body"), as_object(raw_new).get("body")
    return None, None


def _with_data(
    told: tuple[Told, Told], old: Assembled, new: Assembled, raw_old: JSON, raw_new: JSON
) -> tuple[Told, Told]:
    """What is said where no model answers is no bookkeeping; of a whole body only what differs in it for good."""
    sides = _data_sides(old, new, raw_old, raw_new)
    if sides[0] is as_object(raw_old).get("body"):
        changes = diff(*sides).visible
        sides = [change.old for change in changes], [change.new for change in changes]
    return told[0].and_all_of(sides[0]), told[1].and_all_of(sides[1])


def _finish_reasons(response: Assembled) -> dict[int, tuple[str, str | None]]:
    return {
        choice.index: (choice.finish_reason, choice.finish_detail)
        for choice in response.choices
        if choice.finish_reason is not None
    }


def _counts(usage: Usage | None) -> Usage | None:
    return replace(usage, raw=None) if usage is not None and usage.known else None


def _facts(error: ApiError | None) -> tuple[str | None, int | None, str | None] | None:
    return None if error is None else (error.type, error.status, error.message)


def _tool_call_changes(old: Assembled, new: Assembled) -> Iterator[ToolCallChange]:
    """Calls of one choice are matched by name and arguments first, in any order, then by name alone."""
    numbering = Numbering()
    old_calls, new_calls = _calls(old), _calls(new)
    for choice in sorted({*old_calls, *new_calls}):
        left, right = old_calls.get(choice, []), new_calls.get(choice, [])
        left, right, _ = _matched(left, right, lambda call: (call.call.name, numbering.of(call.arguments)))
        left, right, changed = _matched(left, right, lambda call: call.call.name)
        yield from (ToolCallChange("changed", choice, one.call, other.call) for one, other in changed)
        yield from (ToolCallChange("removed", choice, one.call, None) for one in left)
        yield from (ToolCallChange("added", choice, None, other.call) for other in right)


@value
class _Call:
    call: ToolCall
    arguments: JSON
    """As JSON where they are that."""


def _calls(response: Assembled) -> dict[int, list[_Call]]:
    return {
        choice.index: [_Call(call, _parsed(call.arguments)) for call in choice.tool_calls]
        for choice in response.choices
    }


def _parsed(arguments: JSON) -> JSON:
    """Blanks and the order of keys mean nothing in arguments; none at all are as good as {}."""
    if arguments is None or (isinstance(arguments, str) and not arguments.strip()):
        return {}
    return arguments_value(arguments)


def _matched(
    left: list[_Call], right: list[_Call], key: Callable[[_Call], Hashable]
) -> tuple[list[_Call], list[_Call], list[tuple[_Call, _Call]]]:
    """What is left over on either side, and the pairs with the same key."""
    waiting: dict[Hashable, deque[_Call]] = defaultdict(deque)
    for other in right:
        waiting[key(other)].append(other)
    pairs: list[tuple[_Call, _Call]] = []
    unmatched: list[_Call] = []
    for one in left:
        found = waiting[key(one)]
        if found:
            pairs.append((one, found.popleft()))
        else:
            unmatched.append(one)
    return unmatched, [other for found in waiting.values() for other in found], pairs


def _told(response: Assembled) -> Told:
    """Everything the verdicts above are about."""
    texts: list[str | None] = []
    for choice in response.choices:
        texts += [choice.content, choice.reasoning, choice.refusal, choice.finish_reason, choice.finish_detail]
        for call in choice.tool_calls:
            texts += [call.name, call.arguments_text]
    texts += [text for data in response.data for text in (data.label, data.text)]
    texts += [data.value for data in response.data if isinstance(data.value, str)]
    error, usage = response.error, response.usage
    if error is not None:
        texts += [error.type, error.message]
    numbers = {error.status} if error is not None else set()
    if usage is not None:
        numbers |= {usage.input_tokens, usage.output_tokens, usage.total_tokens}
        numbers |= {usage.cached_tokens, usage.reasoning_tokens, usage.sum_tokens}
    return Told("\n".join(filter(None, texts)), frozenset(number for number in numbers if number is not None))
