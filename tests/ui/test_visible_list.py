"""The list that is worked out step by step is the one that would be worked out anew."""

from __future__ import annotations

from itertools import count

from factories import make_row, make_usage
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.ordering import SortKey
from recview.analysis.query import parse
from recview.errors import FilterError
from recview.model.row import Row
from recview.ui.visible_list import ListMaker, VisibleList, Wish

ROWS = [
    make_row(
        path=f"tree/{folder}/recordings/{number}.json",
        root="tree",
        test_id=f"{folder}.py::test_{number // 2}",
        preview=("Saturn has rings", "rain", "a saturnine mood", "")[number % 4],
        chunk_count=number % 5,
        usage=make_usage(total_tokens=number * 7 % 11),
        error=number % 6 == 5,
    )
    for folder in ("agents", "chat")
    for number in range(9)
]


def wish(
    rows: list[Row], generation: int, text: str, sort: SortKey = "path", folded: frozenset[str] = frozenset()
) -> Wish:
    return Wish(rows, generation, parse(text) if text else None, sort, folded, rows[0].path if rows else "", 0)


def seen(made: VisibleList | None) -> object:
    """Everything of a list that a screen shows."""
    assert made is not None
    return [*made.lines], made.anchor_line, made.shown, [*made.problems], made.counts


@st.composite
def wishes(draw: st.DrawFn) -> list[Wish]:
    """What somebody does one after the other: types, sorts, folds, while rows change, come and go."""
    rows, generation, text, sort, folded = [*ROWS], 0, "", "path", frozenset[str]()
    made = []
    for _ in range(draw(st.integers(1, 6))):  # each step makes a list, unless its filter is a bad one
        match draw(st.sampled_from(["type", "erase", "sort", "fold", "change", "add", "remove"])):
            case "type":
                text += draw(st.sampled_from(["sat", "urn", " ", "rin", "has:error ", "-", "chunks:2", " | "]))
            case "erase":
                text = text[: len(text) // 2]
            case "sort":
                sort = draw(st.sampled_from(["path", "tokens", "chunks"]))
            case "fold":
                folded = frozenset(draw(st.sets(st.sampled_from(GROUPS))))
            case "change" if rows:
                at = draw(st.integers(0, len(rows) - 1))
                old = rows[at]
                rows = [
                    *rows[:at],
                    make_row(path=old.path, root="tree", test_id=old.test_id, preview="rain"),
                    *rows[at + 1 :],
                ]
                generation += 1
            case "add":
                path = f"tree/chat/recordings/new{generation}.json"
                rows, generation = (
                    [*rows, make_row(path=path, root="tree", test_id="chat.py::test_new")],
                    generation + 1,
                )
            case "remove" if rows:
                rows, generation = rows[1:], generation + 1
        if not made or rows is not made[-1].rows:
            generation += 1
        try:
            made.append(wish(rows, generation, text, sort, folded))
        except FilterError:
            continue
    return made


GROUPS = ListMaker().make(wish(ROWS, 0, "")).lines.arrangement.group_keys()  # type: ignore[union-attr]


@given(wishes())
def test_each_list_is_as_if_it_were_the_first(wished: list[Wish]) -> None:
    maker = ListMaker()
    for each in wished:
        assert seen(maker.make(each)) == seen(ListMaker().make(each))


@given(wishes(), st.data())
def test_what_was_given_up_leaves_nothing_behind(wished: list[Wish], data: st.DataObject) -> None:
    maker = ListMaker()
    for each in wished:
        looks, give_up_at = count(), data.draw(st.integers(0, 3))
        maker.make(each, lambda looks=looks, at=give_up_at: next(looks) >= at)
    assert seen(maker.make(wished[-1])) == seen(ListMaker().make(wished[-1])) if wished else True


def test_a_list_that_is_not_wanted_any_more_is_not_made() -> None:
    assert ListMaker().make(wish(ROWS, 0, "saturn"), lambda: True) is None


def test_problems_are_counted_by_the_rows_above_them() -> None:
    made = ListMaker().make(wish(ROWS, 0, "chat"))
    assert made is not None
    rows = [line.row for line in made.lines if line.row is not None]
    assert [rows[at] for at in made.problems] == [row for row in rows if row.error] != []


def test_usage_is_counted_over_all_and_over_a_test() -> None:
    made = ListMaker().make(wish(ROWS, 0, "nothing matches this"))
    assert made is not None
    assert made.shown == 0
    assert made.counts.everything.calls == len(ROWS)
    of_test = made.counts.of_test("chat.py::test_0")
    assert of_test is not None
    assert of_test.calls == 2
    assert made.counts.of_test("no such test") is None
