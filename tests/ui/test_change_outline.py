"""The lines of the Changes view: by time, or in groups of what changed alike."""

from __future__ import annotations

from typing import Any

from recview.analysis.review.signatures import PathChange
from recview.analysis.verdict import ResponseVerdict
from recview.ui.change_findings import Finding
from recview.ui.change_outline import ChangeLine, ChangeOutline, group_changes, position
from recview.ui.session_changes import SessionChange

SAME = ResponseVerdict("same", "same", "same", "same", "same")
USAGE = Finding(1, (PathChange("/stream_options", "add"),), ResponseVerdict("same", "same", "same", "added", "same"))
TEXT = Finding(0, (), ResponseVerdict("changed", "same", "same", "same", "same"))


def change(serial: int, **fields: Any) -> SessionChange:
    facts = {"kind": "changed", "path": f"r/{serial}.json", "test_id": "t", "at_s": 0.0} | fields
    return SessionChange(serial=serial, **facts)


def heads(lines: list[ChangeLine]) -> list[tuple[str, int]]:
    return [(line.group.kind, len(line.group.members)) for line in lines if line.is_heading and line.group]


def test_by_time_each_change_is_a_line_with_its_verdict_below_where_it_is_narrow() -> None:
    changes = [change(2), change(1)]
    assert [line.key for line in ChangeOutline().lay_out(changes, {}, with_details=False)] == ["r/2.json", "r/1.json"]
    narrow = ChangeOutline().lay_out(changes, {}, with_details=True)
    assert [(line.key, line.is_detail) for line in narrow][:2] == [("r/2.json", False), ("r/2.json", True)]


def test_what_changed_alike_is_one_group_the_largest_first() -> None:
    changes = [change(serial) for serial in range(5)]
    findings = {0: TEXT, 1: USAGE, 2: USAGE, 3: USAGE}
    groups = group_changes(changes, findings)
    assert [(group.finding, len(group.members)) for group in groups] == [(USAGE, 3), (TEXT, 1), (None, 1)]


def test_what_has_a_verdict_stands_before_what_has_none() -> None:
    unknown = Finding(note="it changed before it was first read")
    groups = group_changes([change(serial) for serial in range(4)], {0: unknown, 1: unknown, 2: TEXT})
    assert [group.finding for group in groups] == [TEXT, unknown, None]


def test_how_often_a_request_changed_does_not_part_a_group_but_whether_it_did_does() -> None:
    more = Finding(2, USAGE.places, USAGE.verdict)
    none = Finding(0, (), USAGE.verdict)
    groups = group_changes([change(0), change(1), change(2)], {0: USAGE, 1: more, 2: none})
    assert [len(group.members) for group in groups] == [2, 1]


def test_what_is_new_or_gone_is_grouped_by_folder_and_kinds_have_their_order() -> None:
    changes = [
        change(1, kind="removed", path="a/1.json"),
        change(2, kind="added", path="a/2.json"),
        change(3, kind="added", path="b/3.json"),
        change(4, kind="added", path="b/4.json"),
        change(5, kind="superseded", by="a/6.json"),
    ]
    groups = group_changes(changes, {})
    assert [(group.kind, group.folder) for group in groups] == [
        ("superseded", ""), ("added", "b"), ("added", "a"), ("removed", "a"),
    ]  # fmt: skip


def test_large_groups_are_closed_at_first_and_stay_as_one_puts_them() -> None:
    outline = ChangeOutline("groups")
    changes = [*(change(serial) for serial in range(20)), change(99, kind="added")]
    lines = outline.lay_out(changes, {}, with_details=False)
    assert heads(lines) == [("changed", 20), ("added", 1)]
    assert len(lines) == 3
    outline.toggled ^= {lines[0].key}
    lines = outline.lay_out(changes, {}, with_details=False)
    assert len(lines) == 23
    outline.set_all(lines, open_=False)
    assert len(outline.lay_out(changes, {}, with_details=False)) == 2
    outline.set_all(outline.lay_out(changes, {}, with_details=False), open_=True)
    assert len(outline.lay_out(changes, {}, with_details=False)) == 23


def test_a_line_is_found_again_and_a_hidden_one_at_the_head_of_its_group() -> None:
    outline = ChangeOutline("groups")
    changes = [change(99, kind="superseded", by="x"), *(change(serial) for serial in range(20))]
    lines = outline.lay_out(changes, {}, with_details=False)
    assert position(lines, "r/99.json") == 1
    assert position(lines, "r/7.json") == 2
    assert position(lines, "r/none.json") is None
    assert position(lines, lines[0].key) == 0
