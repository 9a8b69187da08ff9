from __future__ import annotations

import pytest
from factories import make_row, make_usage

from recview.analysis.arrangement import OutlineLine, arrange_by_name, arrange_by_rank
from recview.analysis.folding import OutlineLines
from recview.analysis.folds import ALL_CLOSED, ALL_OPEN, Folds
from recview.analysis.grouping import NO_TEST, Outline
from recview.analysis.ordering import SortKey, ranks
from recview.analysis.row_table import RowTable
from recview.model.row import Row


def row(path: str, test_id: str | None = "t/test_a.py::test_one", **facts: object) -> Row:
    """A row under the root `tree`."""
    return make_row(path=f"tree/{path}", root="tree", test_id=test_id, **facts)


def build_outline(rows: list[Row], sort_key: SortKey = "path", folds: Folds = ALL_OPEN) -> OutlineLines:
    """The visible lines of some rows."""
    outline = Outline(rows)
    every = range(len(rows))
    by_name = sort_key in ("path", "test")
    return OutlineLines(
        arrange_by_name(outline)
        if by_name
        else arrange_by_rank(outline, every, ranks(RowTable(outline.rows), sort_key)),
        folds,
    )


def drawn(rows: list[Row], sort_key: SortKey = "test", folds: Folds = ALL_OPEN) -> list[str]:
    """The outline as text: two spaces a level, the count behind a group."""
    return [_drawn(line) for line in build_outline(rows, sort_key, folds)]


def _drawn(line: OutlineLine) -> str:
    count = "" if line.kind == "recording" else f" {line.count}"
    return "  " * line.depth + line.label + count


def test_directory_file_test_calls() -> None:
    rows = [
        row("agents/recordings/b.json", "t/test_a.py::test_two[x]"),
        row("agents/recordings/a.json", "t/test_a.py::test_two[x]"),
        row("agents/recordings/c.json", "t/test_a.py::Class::test_one"),
        row("chat/recordings/d.json", "t/test_b.py::test_b"),
    ]
    assert drawn(rows) == [
        "agents 3",
        "  test_a.py 3",
        "    Class::test_one 1",
        "      c",
        "    test_two[x] 2",
        "      a",
        "      b",
        "chat 1",
        "  test_b.py 1",
        "    test_b 1",
        "      d",
    ]


def test_calls_without_a_test_stand_together() -> None:
    rows = [row("recordings/b.json", None), row("recordings/a.json", None), row("recordings/c.json", "just_a_name")]
    assert drawn(rows) == [f"{NO_TEST} 2", "  a", "  b", "just_a_name 1", "  c"]


@pytest.mark.parametrize(
    ("folder", "shown"),
    [
        ("agents/recordings", ["agents 1"]),
        ("agents/recordings/responses", ["agents 1"]),
        ("responses/recordings", ["responses 1"]),
        ("recordings", []),
        ("responses", []),
        ("recordings/responses", []),
        ("vision/responses", ["vision 1"]),
        ("a/b/c/recordings", ["a/b/c 1"]),
        ("agents", ["agents 1"]),
    ],
)
def test_folders_that_only_hold_recordings_are_left_out(folder: str, shown: list[str]) -> None:
    lines = drawn([row(f"{folder}/x.json")])
    assert lines[: len(shown)] == shown
    assert len(lines) == len(shown) + 3


def test_chains_of_directories_are_joined_until_they_fork() -> None:
    rows = [row("a/b/c/recordings/1.json"), row("a/b/d/recordings/2.json")]
    assert [line.strip() for line in drawn(rows) if line.strip()[0] in "abcd"] == ["a/b 2", "c 1", "d 1"]


def test_several_roots_are_told_apart() -> None:
    rows = [make_row(path=f"{root}/recordings/a.json", root=root) for root in ("old", "new")]
    assert [line for line in drawn(rows) if not line.startswith(" ")] == ["new 1", "old 1"]
    keys = [line.key for line in build_outline(rows, "test")]
    assert len(set(keys)) == len(keys)


def test_a_root_that_is_a_file_needs_no_directory() -> None:
    assert drawn([make_row(path="x/a.json", root="x/a.json", test_id=None)]) == [f"{NO_TEST} 1", "  a"]


def test_a_folded_group_shows_its_head_alone() -> None:
    rows = [row("agents/recordings/a.json"), row("chat/recordings/b.json", "t/test_b.py::test_b")]
    lines = build_outline(rows)
    (agents, _) = (line for line in lines if line.kind == "directory")
    assert drawn(rows, folds=Folds(frozenset({agents.key}))) == [
        "agents 1",
        "chat 1",
        "  test_b.py 1",
        "    test_b 1",
        "      b",
    ]
    assert drawn(rows, folds=ALL_CLOSED) == ["agents 1", "chat 1"]


def test_keys_outlive_a_new_order_and_a_filter() -> None:
    rows = [row("a/recordings/1.json", size=1), row("b/recordings/2.json", "t/test_b.py::test_b", size=2)]
    by_test = {line.label: line.key for line in build_outline(rows, "test")}
    by_size = {line.label: line.key for line in build_outline(rows[::-1], "size")}
    filtered = {line.label: line.key for line in build_outline(rows[1:], "test")}
    assert by_test == by_size
    assert filtered.items() <= by_test.items()


def test_groups_are_sorted_by_the_best_of_each() -> None:
    rows = [
        row("a/recordings/1.json", usage=make_usage(total_tokens=5)),
        row("b/recordings/2.json", usage=make_usage(total_tokens=90)),
        row("b/recordings/3.json", usage=None),
        row("c/recordings/4.json", usage=None),
    ]
    lines = [line.strip() for line in drawn(rows, "tokens")]
    assert [line for line in lines if line.endswith(" 1") or line.endswith(" 2")][::3] == ["b 2", "a 1", "c 1"]
    assert [line for line in lines if line in "1234"] == ["2", "3", "1", "4"]


def test_positions_outside_the_lines() -> None:
    lines = build_outline([row("a/recordings/1.json")])
    assert lines[-1] == lines[len(lines) - 1]
    assert lines.position("nowhere") is None
    with pytest.raises(IndexError):
        lines[len(lines)]


def test_the_deepest_recordings_are_known_for_their_columns() -> None:
    rows = [
        make_row(path="r/recordings/a.json", root="r", test_id=None),
        make_row(path="r/x/recordings/b.json", root="r"),
    ]
    lines = build_outline(rows)
    assert lines.deepest == max(line.depth for line in lines if line.row is not None)
    assert len({line.depth for line in lines if line.row is not None}) == 2
    assert build_outline([]).deepest == 0


def test_rows_that_change_where_they_are_leave_the_groups_as_they_were() -> None:
    rows = [row("a/recordings/1.json"), row("b/recordings/2.json", "t/test_b.py::test_b")]
    outline = Outline(rows)
    changed = row("b/recordings/2.json", "t/test_b.py::test_b", model="another")
    places = outline.places([changed])
    assert places == {1: changed}
    after = outline.replaced(places)
    assert after.rows == [rows[0], changed]
    assert outline.rows == rows
    assert after.groups is outline.groups
    assert outline.places([row("b/recordings/2.json", "t/test_c.py::test_c")]) is None
    assert outline.places([row("c/recordings/3.json")]) is None


def test_the_calls_of_a_test_are_those_of_its_name_wherever_they_lie() -> None:
    ids = ["t/test_a.py::test_a", "t/test_a.py", "t/test_a.py::", "t/test_b.py::test_b", None, ""]
    rows = [row(f"{folder}/recordings/{at}.json", test_id) for folder in "ab" for at, test_id in enumerate(ids)]
    outline = Outline(rows)
    assert {test_id: outline.calls_of_test(test_id) for test_id in outline.test_groups} == {
        test_id: [each for each in rows if each.test_id == test_id] for test_id in ids if test_id
    }
    assert outline.calls_of_test("another") == []
