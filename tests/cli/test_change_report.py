from __future__ import annotations

from pathlib import Path

from factories import make_chat_stream, make_document, make_row, recording_bytes, write_recording

from recview.cli.change_report import ChangeReport
from recview.model.row import Row
from recview.store.change import Change, ChangeKind
from recview.store.versions import VersionStore

OLD = recording_bytes(make_document(make_chat_stream(["old"])))
NEW = recording_bytes(make_document(make_chat_stream(["new"]), request_body={"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}))
ROW = make_row(path="r/d058ce92a08345.json", preview="old", chunk_count=10)


def line(
    kind: ChangeKind,
    row: Row | None,
    previous: Row | None,
    versions: VersionStore | None = None,
    width: int | None = 120,
) -> str:
    """What is told, without the time."""
    report = ChangeReport(versions or VersionStore(), color=False, width=width)
    shown = row or previous
    assert shown is not None
    return report.line(Change(kind, shown.path, row, previous)).partition("  ")[2]


def test_where_the_old_content_was_kept_it_is_compared() -> None:
    versions = VersionStore()
    versions.put(ROW.path, OLD)
    versions.put(ROW.path, NEW)
    told = line("changed", ROW, ROW, versions)
    assert told.startswith("~ changed     d058ce92a083  test_chat[…i/gpt-4o]  request ~8  text ~")
    assert "text ~" in told
    assert "- /model  - /messages  - /stream  and 5 more" in told


def test_where_it_was_not_kept_the_rows_tell() -> None:
    longer = make_row(path=ROW.path, preview="another", chunk_count=12)
    told = line("changed", longer, ROW)
    assert "text ~  10 chunks · 29t · stop → 12 chunks · 29t · stop" in told
    assert "text =" in line("changed", ROW, ROW)


def test_each_kind_has_its_mark() -> None:
    assert line("added", ROW, None) == "+ added       d058ce92a083  test_chat[…i/gpt-4o]  10 chunks · 29t · stop"
    assert line("removed", None, ROW).startswith("- removed     d058ce92a083  test_chat[")
    broken = make_row(path=ROW.path, state="unreadable", problem="cut\x1b", test_id=None)
    assert line("unreadable", broken, ROW) == f"✗ unreadable  d058ce92a083  {'–':<20}  cut␛"


def test_what_came_to_nothing_is_no_news() -> None:
    report = ChangeReport(VersionStore(), color=False)
    told: list[tuple[ChangeKind, Row | None, bool]] = [
        ("writing", None, False),
        ("same", ROW, False),
        ("removed", None, False),
        ("removed", ROW, True),
        ("added", None, True),
    ]
    for kind, previous, is_news in told:
        assert report.is_news(Change(kind, ROW.path, ROW, previous)) is is_news


def test_a_superseded_recording_is_read_from_disk(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_bytes(OLD)
    row = make_row(path=str(old))
    change = Change("superseded", str(old), row, row, by=str(new))
    assert ChangeReport(VersionStore(), color=False).line(change).endswith(f"{old}  by {new}")
    write_recording(new)
    assert "request =" in ChangeReport(VersionStore(), color=False).line(change)


def test_without_a_terminal_nothing_is_cut_and_the_path_is_told() -> None:
    told = line("added", ROW, None, width=None)
    assert told == f"+ added       d058ce92a083  {ROW.test_id}  10 chunks · 29t · stop  {ROW.path}"


def test_columns_stand_under_each_other() -> None:
    other = make_row(path="r/short.json", test_id="a.py::b")
    lines = [line("added", row, None, width=200) for row in (ROW, other)]
    assert len({told.index("10 chunks") for told in lines}) == 1


def test_what_is_new_is_not_said_beside_what_it_supersedes() -> None:
    report = ChangeReport(VersionStore(), color=False)
    new = make_row(path="r/new.json")
    changes = [
        Change("added", new.path, new, None),
        Change("superseded", ROW.path, ROW, ROW, by=new.path),
        Change("writing", "r/other.json", None, None),
        Change("added", "r/third.json", new, None),
    ]
    assert [told.split()[2] for told in report.lines(changes)] == ["superseded", "added"]


def test_of_a_pair_that_went_and_came_what_was_told_before_is_not_told_again(tmp_path: Path) -> None:
    old, new = make_row(path="r/old.json"), make_row(path=str(write_recording(tmp_path / "new.json")), chunk_count=3)
    went, came = Change("removed", old.path, None, old), Change("added", new.path, new, None)
    superseded = Change("superseded", old.path, None, old, by=new.path)
    versions = VersionStore()
    report = ChangeReport(versions, color=False)

    def told(*changes: Change) -> list[str]:
        return [line.split("  ", 1)[1] for line in report.lines(changes)]

    (line,) = told(came, superseded)  # that the old one went was told before
    assert line.startswith("+ added       new ")
    assert "3 chunks" in line
    assert line.endswith(f"  {new.path}  supersedes {old.path}"), "no other line has the path of the one that went"
    versions.put(old.path, OLD)
    versions.remove(old.path)
    assert "request =" in told(came, superseded)[0]
    for batch in ((went, superseded), (went, came, superseded), (superseded,)):
        (line,) = told(*batch)
        assert line.startswith("↑ superseded  old ")
        assert line.endswith(f"  {old.path}  by {new.path}"), "no other line has the path of the one that came"
        (narrow,) = ChangeReport(versions, color=False, width=120).lines(batch)
        assert narrow.endswith("  by new")


def test_where_nothing_else_differs_bookkeeping_is_named() -> None:
    versions = VersionStore()
    for number in (1, 2):
        stream = make_chat_stream(["same"])
        for chunk in stream:
            chunk["__data__"]["system_fingerprint"] = f"fp_{number}"
        versions.put(ROW.path, recording_bytes(make_document(stream)))
    assert "bookkeeping: system_fingerprint" in line("changed", ROW, ROW, versions)


def test_what_stands_in_the_parameters_of_a_test_is_no_part_of_its_path() -> None:
    row = make_row(path=ROW.path, test_id="tests/t.py::test_grade[basic::subset]")
    assert "test_grade…::subset]" in line("added", row, None, width=120)
