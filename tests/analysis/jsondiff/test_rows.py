"""The rows of a diff: both documents, line by line, in either layout."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from json_patches import any_json, at, edited, exact

from recview.analysis.jsondiff import Diff, DiffRow, Fold, Layout, Rows, Side, Token, diff, rows
from recview.wire.documents import escape_unsafe

_OLD = {
    "model": "m",
    "messages": [{"role": "system", "content": "Be nice.\nBe short.\nNever guess."}, {"role": "user", "content": "Hi"}],
    "seed": 1,
}


def _new() -> dict[str, Any]:
    return copy.deepcopy(_OLD)


def _drawn(diff_: Diff, layout: Layout = "split") -> list[str]:
    """One line a row: sign, left, right."""
    signs = {"equal": " ", "replace": "~", "add": "+", "remove": "-", "move": ">"}

    def text(side: Side | None) -> str:
        return "" if side is None else "  " * side.depth + side.text

    return [f"{signs[row.kind]}{text(row.left)}|{text(row.right)}" for row in rows(diff_, layout)]


def _changed(side: Side | None) -> list[str]:
    assert side is not None
    return [side.text[start:end] for start, end in side.changed]


def test_a_prompt_is_shown_line_by_line() -> None:
    new = _new()
    new["messages"][0]["content"] = "Be nice.\nBe very short.\nNever guess.\nAsk."
    assert _drawn(diff(_OLD, new))[4:11] == [
        '       "role": "system",|      "role": "system",',
        '       "content": "|      "content": "',
        "         Be nice.\\n|        Be nice.\\n",
        "~        Be short.\\n|        Be very short.\\n",
        '         Never guess."|        Never guess.\\n',
        '+|        Ask."',
        "     },|    },",
    ]


def test_in_the_unified_layout_old_lines_come_before_new_ones() -> None:
    new = _new()
    new["seed"] = 2
    assert _drawn(diff(_OLD, new), "unified")[-3:] == ['~  "seed": 1|', '~|  "seed": 2', " }|}"]


def test_changed_words_are_marked_within_their_line() -> None:
    new = _new()
    new["messages"][0]["content"] = "Be nice.\nBe very short.\nNever guess."
    new["messages"][1]["content"] = "Hi there"
    new["seed"] = 2
    result = diff(_OLD, new)
    for layout in ("split", "unified"):
        changed = [row for row in rows(result, layout) if row.kind == "replace"]  # type: ignore[arg-type]
        rights = [_changed(row.right) for row in changed if row.right]
        assert rights == [["very "], [" there"], ["2"]]
        assert [_changed(row.left) for row in changed if row.left] == [[], [], ["1"]]


def test_tokens_say_what_they_are() -> None:
    value = {"a": "x\ty", "b": [1.5, True, None, {}], "c": "one\ntwo"}
    kinds = {token for row in rows(diff(value, value)) if row.left for token in row.left.tokens}
    assert {
        Token('"a"', "key"), Token(": ", "punctuation"), Token("\\t", "escape"), Token("x", "string"),
        Token("1.5", "number"), Token("true", "boolean"), Token("null", "null"), Token("{}", "bracket"),
        Token("[", "bracket"), Token("\\n", "escape"), Token(",", "punctuation"), Token('"', "string"),
    } <= kinds  # fmt: skip


def test_nothing_in_a_row_speaks_to_the_terminal() -> None:
    (row,) = rows(diff("a\x1b[31m\u202e", "b\x07"))
    assert row.left is not None
    assert row.left.text == '"a\\u001b[31m\\u202e"'


def test_a_side_knows_its_key() -> None:
    assert [row.left.key for row in rows(diff({"k": [1]}, {"k": [1]})) if row.left] == [None, '"k"', None, None, None]


def test_a_moved_item_stands_in_both_places_with_its_edit_inside() -> None:
    old = [{"name": name, "text": f"the {name} tool does things"} for name in "abc"]
    new = [{"name": "c", "text": "the c tool does many things"}, *old[:2]]
    result = diff(old, new)
    moved = [row for row in rows(result) if row.kind == "move"]
    assert {row.change for row in moved} == {0}
    assert [row.left is None for row in moved] == [True] * 3 + [False] * 3
    assert [row.change for row in rows(result) if row.kind == "replace"] == [1, 1]


def test_unchanged_stretches_fold_and_context_stays() -> None:
    old = {f"key{n:02}": n for n in range(40)}
    new = {**old, "key20": "changed"}
    laid_out = rows(diff(old, new))
    assert laid_out.folds(3) == [Fold(0, 18), Fold(25, 42)]
    assert laid_out.folds(100) == []
    assert [fold.hidden for fold in rows(diff(old, old)).folds()] == [42]


def test_noise_folds_away_when_it_is_hidden() -> None:
    old = {**{f"key{n:02}": n for n in range(20)}, "created": 1, "z": 1}
    laid_out = rows(diff(old, {**old, "created": 2}))
    assert laid_out.folds(hide_noise=True) == [Fold(0, len(laid_out))]
    assert len(laid_out.folds()) == 1
    assert laid_out.folds()[0].stop == 18


def test_rows_are_a_sequence() -> None:
    laid_out = rows(diff(_OLD, _new()))
    assert laid_out[-1] == laid_out[len(laid_out) - 1]
    assert [row.left for row in laid_out[1:3]] == [laid_out[1].left, laid_out[2].left]
    with pytest.raises(IndexError):
        laid_out[len(laid_out)]


def test_only_rows_that_are_asked_for_are_made() -> None:
    old = {"x": [{"n": n} for n in range(50_000)]}
    laid_out = rows(diff(old, {"x": [{"n": -1}, *old["x"]]}))
    assert len(laid_out) == 150_007
    row = laid_out[99_999]
    assert row.left is not None and row.right is not None
    assert row.right.line - row.left.line == 3
    assert row.left.pointer == "/x/33331/n"
    assert row.right.pointer == "/x/33332/n"


# ---- laws ------------------------------------------------------------------------------------------------------


def _check_side(sides: list[Side], document: Any) -> None:
    assert [side.line for side in sides] == list(range(1, len(sides) + 1))
    for side in sides:
        at(document, side.pointer)
        assert all(0 <= start < end <= len(side.text) for start, end in side.changed)


def _check_rows(laid_out: Rows, old: Any, new: Any, changes: int) -> None:
    made: list[DiffRow] = list(laid_out)
    lefts = [row.left for row in made if row.left]
    rights = [row.right for row in made if row.right]
    _check_side(lefts, old)
    _check_side(rights, new)
    compact = escape_unsafe(json.dumps(old, ensure_ascii=False, separators=(",", ": ")))
    assert "".join(side.text for side in lefts) == compact
    assert exact(json.loads("".join(side.text for side in rights))) == exact(new)
    assert all((row.change is None) == (row.kind == "equal") for row in made)
    assert set(laid_out.first_rows()) == set(range(changes))
    for fold in laid_out.folds(1):
        assert all(row.kind == "equal" for row in made[fold.start : fold.stop])


@settings(deadline=None)
@given(any_json, any_json, st.randoms(use_true_random=False))
def test_each_side_is_its_whole_document(one: Any, other: Any, chance: random.Random) -> None:
    for old, new in ((one, other), (one, edited(one, chance)), (one, one)):
        result = diff(old, new)
        _check_rows(rows(result, "split"), old, new, len(result.changes))
        _check_rows(rows(result, "unified"), old, new, len(result.changes))


@given(any_json)
def test_pretty_printed_as_anyone_would_where_no_string_has_lines(value: Any) -> None:
    lines = ["  " * row.left.depth + row.left.text for row in rows(diff(value, value)) if row.left]
    if "\\n" not in json.dumps(value):
        assert lines == escape_unsafe(json.dumps(value, indent=2, ensure_ascii=False)).split("\n")
