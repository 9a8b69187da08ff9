"""A recording that is being written, as it comes."""

from __future__ import annotations

from pathlib import Path

from factories import make_chat_stream, make_chat_usage, make_document, recording_bytes

from recview.ui.arrival import LONGEST_S, arrivals, read_so_far

WHOLE = recording_bytes(make_document(make_chat_stream(["One", " two", " three"], usage=make_chat_usage())))


class Writer:
    """Writes a little more at each pause; time passes only there."""

    def __init__(self, path: Path, ends: list[int]) -> None:
        self.path = path
        self.ends = ends
        self.now_s = 0.0

    def pause(self, seconds: float) -> None:
        self.now_s += seconds
        if self.ends:
            self.path.write_bytes(WHOLE[: self.ends.pop(0)])


def test_it_tells_what_has_come_whenever_more_has(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"")
    writer = Writer(path, [100, len(WHOLE) // 2, len(WHOLE) // 2, len(WHOLE) * 3 // 4])
    told = list(arrivals(str(path), lambda: not writer.ends, clock=lambda: writer.now_s, pause=writer.pause))
    assert told[:2] == [None, None]
    assert len(told) == 3
    assert told[2] is not None
    assert told[2].loaded.assembled.output_text().startswith("One")


def test_it_ends_where_nothing_comes_any_more(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"")
    writer = Writer(path, [])
    assert list(arrivals(str(path), lambda: False, clock=lambda: writer.now_s, pause=writer.pause)) == [None]
    assert writer.now_s >= LONGEST_S


def test_a_file_that_is_not_there_tells_nothing(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.json", [])
    assert list(arrivals(str(writer.path), lambda: False, clock=lambda: writer.now_s, pause=writer.pause)) == []


def test_what_is_still_to_come_is_no_fault() -> None:
    opened = read_so_far(WHOLE[: len(WHOLE) // 2], "a.json")
    assert opened is not None
    assert (opened.whole, opened.problems, opened.why_no_usage) == (False, (), "not sent yet")
