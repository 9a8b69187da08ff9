"""The list that is worked out step by step is the one that would be worked out anew."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from unittest.mock import patch

from factories import make_row, make_usage
from hypothesis import given
from hypothesis import strategies as st

from recview.analysis.folds import ALL_OPEN, Folds
from recview.analysis.ordering import SortKey
from recview.analysis.query import parse
from recview.errors import FilterError
from recview.model.row import Row
from recview.ui import visible_list
from recview.ui.visible_list import ListMaker, Sight, VisibleList, Wish

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


def wish(rows: list[Row], generation: int, text: str, sort: SortKey = "path", folds: Folds = ALL_OPEN) -> Wish:
    return Wish(rows, generation, parse(text) if text else None, sort, folds, rows[0].path if rows else "", 0)


def seen(made: VisibleList | None) -> object:
    """Everything of a list that a screen shows."""
    assert made is not None
    of_tests = [made.counts.of_test(row.test_id, row.path) for row in made.wish.rows if row.test_id]
    counts = (made.counts.everything, made.counts.tests, of_tests)
    return [*made.lines], made.anchor_line, made.shown, [*made.problems], counts


@st.composite
def wishes(draw: st.DrawFn) -> list[Wish]:
    """What somebody does one after the other: types, sorts, folds, while rows change, come and go."""
    rows, generation, text, sort, folds = [*ROWS], 0, "", "path", ALL_OPEN
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
                folds = Folds(frozenset(draw(st.sets(st.sampled_from(GROUPS)))), draw(st.booleans()))
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
            made.append(wish(rows, generation, text, sort, folds))
        except FilterError:
            continue
    return made


GROUPS = [line.key for line in ListMaker().make(wish(ROWS, 0, "")).lines if line.row is None]  # type: ignore[union-attr]


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


def test_the_next_problem_is_what_the_filter_for_problems_lets_through() -> None:
    rows = [
        make_row(path="r/1.json"),
        make_row(path="r/2.json", finish_reasons=()),
        make_row(path="r/3.json", state="unreadable"),
        make_row(path="r/4.json", features=frozenset({"error"})),
        make_row(path="r/5.json", finish_reasons=(), dialect="ollama.pull"),
    ]
    made, filtered = ListMaker().make(wish(rows, 0, "")), ListMaker().make(wish(rows, 0, "has:problem"))
    assert made is not None
    assert filtered is not None
    assert len(made.problems) == len(filtered.problems) == filtered.shown == 3


def test_usage_is_counted_over_all_and_over_a_test() -> None:
    made = ListMaker().make(wish(ROWS, 0, "nothing matches this"))
    assert made is not None
    assert made.shown == 0
    assert made.counts.everything.calls == len(ROWS)
    row = next(row for row in ROWS if row.test_id == "chat.py::test_0")
    of_test = made.counts.of_test("chat.py::test_0", row.path)
    assert of_test is not None
    assert of_test.calls == 2
    assert made.counts.of_test("chat.py::test_0", "elsewhere/a.json") is None
    assert made.counts.of_test("no such test", row.path) is None


def test_a_file_that_cannot_be_read_is_no_call() -> None:
    maker, broken = ListMaker(), replace(ROWS[0], state="unreadable", usage=None, error=False)
    for generation, rows in enumerate([[broken, *ROWS[1:]], ROWS, [broken, *ROWS[1:]]]):
        made = maker.make(wish(rows, generation, ""))
        assert made is not None
        everything, of_test = made.counts.everything, made.counts.of_test("agents.py::test_0", ROWS[0].path)
        assert of_test is not None
        lost = sum(row.state == "unreadable" for row in rows)
        assert (everything.calls, everything.without_usage) == (len(ROWS) - lost, 0)
        assert of_test.calls == 2 - lost


MANY = [
    make_row(
        path=f"tree/{folder}/recordings/{number:02}.json",
        root="tree",
        test_id=f"{folder}.py::test_{number // 3}",
        preview=("rings", "rain", "rings and rain", "")[number * 7 % 13 % 4],
    )
    for folder in ("a", "b", "c")
    for number in range(30)
]
KEYS = [line.key for line in ListMaker().make(wish(MANY, 0, "")).lines]  # type: ignore[union-attr]


@given(
    st.lists(st.sampled_from(["", "r", "rings", "rain", "rings rain", "path:1", "nothing"]), min_size=1, max_size=3),
    st.sampled_from(["", *KEYS]),
    st.sets(st.sampled_from(KEYS), max_size=4),
    st.integers(1, 9),
    st.integers(1, 8),
)
def test_what_is_shown_first_stays_where_it_is_when_the_rest_comes(
    texts: list[str], anchor: str, folded: set[str], height: int, reach: int
) -> None:
    maker, parts = ListMaker(), list[VisibleList]()
    with patch.multiple(visible_list, FEW_ROWS=0, REACH=reach):
        for text in texts:
            parts.clear()
            query = parse(text) if text else None
            wished = Wish(MANY, 0, query, "path", Folds(frozenset(folded)), anchor, 0)
            made = maker.make(wished, sight=Sight(height, parts.append))
    assert made is not None
    assert seen(made) == seen(ListMaker().make(wished))
    for part in parts:
        assert not part.lines.are_all
        assert made.lines.are_all
        assert part.shown <= made.shown
        there, here = (part.anchor_line, made.anchor_line) if anchor else (0, 0)
        assert there is not None
        assert here is not None
        for offset in range(-height, height + 1):
            if not 0 <= here + offset < len(made.lines):
                assert not 0 <= there + offset < len(part.lines)
                continue
            line, settled = part.lines[there + offset], made.lines[here + offset]
            assert line.key == settled.key
            assert line.count == settled.count if line.counted else line.count <= settled.count
            assert settled.counted


def test_few_rows_are_shown_all_at_once() -> None:
    parts: list[VisibleList] = []
    ListMaker().make(wish(MANY, 0, "rings"), sight=Sight(3, parts.append))
    assert parts == []


def test_an_order_that_was_prepared_is_the_one_that_is_wished() -> None:
    maker = ListMaker()
    maker.make(wish(ROWS, 0, ""))
    maker.prepare_order("tokens")
    assert maker.knows_order("tokens")
    assert not maker.knows_order("chunks")
    assert seen(maker.make(wish(ROWS, 0, "", "tokens"))) == seen(ListMaker().make(wish(ROWS, 0, "", "tokens")))
    maker.make(wish(ROWS[1:], 1, ""))
    assert not maker.knows_order("tokens")
