"""The live demo: a tree of its own, acts by the recorder's manners, no file left half-written."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from random import Random
from threading import Event

import pytest

from recview import formats
from recview.model.recording import Recording
from recview.samples import acts, recordings_path
from recview.samples.acts import Act, Rename, Write
from recview.samples.live import LiveDemo, demo_tree
from recview.samples.scenarios.takes import LANGUAGES, POSTCARDS, WONDERS

FRENCH, WONDER, POSTCARD = LANGUAGES[0], WONDERS[0], POSTCARDS[0]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Two recordings to play with."""
    for take in LANGUAGES[:2]:
        sample = take.recorded()
        path = tmp_path / sample.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.content)
    return tmp_path


def made(act: Act | None) -> Act:
    assert act is not None
    return act


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


class Clock:
    """Stands for the pauses: counts the seconds, and says stop after so many pauses."""

    def __init__(self, pauses: int) -> None:
        self.pauses_left = pauses
        self.elapsed_s = 0.0

    def wait(self, seconds: float) -> bool:
        self.elapsed_s += seconds
        self.pauses_left -= 1
        return self.pauses_left < 0


def test_the_demo_tree_is_a_copy_that_goes_away() -> None:
    with demo_tree() as root:
        assert root.parts[-2:] == ("tests", "integration")
        assert files_of(root) == files_of(recordings_path())
        assert not root.is_relative_to(recordings_path())
    assert not root.exists()


def test_asking_for_usage_adds_a_twin_and_keeps_the_old_file(tree: Path) -> None:
    before = files_of(tree)

    act = made(acts.ask_for_usage(tree, FRENCH, 0))
    act.perform()

    after = files_of(tree)
    assert before.items() < after.items()
    (twin,) = after.keys() - before.keys()
    old = json.loads(before[FRENCH.recorded().path])["request"]["body"]
    assert json.loads(after[twin])["request"]["body"] == {**old, "stream_options": {"include_usage": True}}
    assert "test_french" in act.name
    assert acts.ask_for_usage(tree, FRENCH, 0) is None


def test_a_recording_is_written_the_recorders_way(tree: Path) -> None:
    act = made(acts.answer_again(tree, FRENCH, 1))
    sizes = []
    for step in act.steps:
        step.do()
        sizes.append(act.path.stat().st_size)

    assert sizes[0] == 0
    assert sizes == sorted(set(sizes))
    assert len(sizes) > 3
    (recording,) = formats.read(act.path.read_bytes(), str(act.path))
    assert isinstance(recording, Recording)


def test_another_answer_keeps_the_request(tree: Path) -> None:
    path = tree / FRENCH.recorded().path
    before = json.loads(path.read_bytes())

    made(acts.answer_again(tree, FRENCH, 1)).perform()

    after = json.loads(path.read_bytes())
    assert after["request"] == before["request"]
    assert after["response"] != before["response"]


def test_an_answer_is_swapped_in_by_a_rename(tree: Path) -> None:
    act = made(acts.answer_again(tree, FRENCH, 1, at_once=True))
    before = files_of(tree)

    write, rename = act.steps
    assert isinstance(write, Write)
    assert isinstance(rename, Rename)
    write.do()
    assert act.path.read_bytes() == before[FRENCH.recorded().path]
    rename.do()

    assert files_of(tree).keys() == before.keys()
    assert act.path.read_bytes() == FRENCH.recorded(1).content


def test_a_new_test_is_added_once(tree: Path) -> None:
    made(acts.add_test(tree, WONDER)).perform()

    assert (tree / WONDER.recorded().path).read_bytes() == WONDER.recorded().content
    assert acts.add_test(tree, WONDER) is None


def test_only_a_superseded_file_is_removed(tree: Path) -> None:
    assert acts.remove(tree, FRENCH) is None
    made(acts.ask_for_usage(tree, FRENCH, 0)).perform()

    made(acts.remove(tree, FRENCH)).perform()

    assert not (tree / FRENCH.recorded().path).exists()
    assert (tree / FRENCH.recorded(include_usage=True).path).exists()


def test_recording_again_changes_the_padding_alone(tree: Path) -> None:
    path = tree / FRENCH.recorded().path
    before = path.read_text()

    made(acts.record_again(path, Random(1))).perform()

    lines = [
        pair for pair in zip(before.splitlines(), path.read_text().splitlines(), strict=True) if pair[0] != pair[1]
    ]
    assert lines
    assert all('"obfuscation"' in old and len(old) == len(new) for old, new in lines)


def test_a_slow_recording_grows_by_a_chunk_at_a_time(tree: Path) -> None:
    act = made(acts.add_test(tree, POSTCARD, slowly=True))
    counts = []
    for step in act.steps:
        step.do()
        half = formats.read_so_far(act.path.read_bytes(), str(act.path))
        counts.append(len(half.response.chunks) if half is not None else -1)

    assert counts == sorted(counts)
    assert set(counts) >= set(range(counts[-1] + 1))
    assert counts[-1] > 20
    assert act.path.read_bytes() == POSTCARD.recorded().content


def test_an_error_takes_the_place_of_an_answer_and_goes_again(tree: Path) -> None:
    made(acts.add_test(tree, WONDER)).perform()

    made(acts.overload(tree, WONDER)).perform()
    (failed,) = formats.read((tree / WONDER.recorded().path).read_bytes(), "")
    assert isinstance(failed, Recording)
    assert failed.response.error is not None
    assert failed.response.error.status == 503
    assert acts.overload(tree, WONDER) is None
    made(acts.answer_again(tree, WONDER, 1)).perform()

    assert (tree / WONDER.recorded().path).read_bytes() == WONDER.recorded(1).content


def test_all_is_put_back_at_once(tree: Path) -> None:
    contents = {path: path.read_bytes() for path in tree.rglob("*.json")}
    before = files_of(tree)
    made(acts.ask_for_usage(tree, FRENCH, 0)).perform()
    made(acts.remove(tree, FRENCH)).perform()
    made(acts.answer_again(tree, LANGUAGES[1], 1)).perform()
    assert files_of(tree) != before

    act = acts.restore(tree, contents)
    act.perform()

    assert files_of(tree) == before
    assert act.pause_s == 0
    assert acts.restore(tree, contents).steps == ()


def test_the_story_is_told_in_lines_that_fit_a_small_terminal() -> None:
    with demo_tree() as root:
        told = [chapter.told for chapter in islice(LiveDemo(root).chapters(), 8)]

    assert len(set(told)) == 8
    assert max(map(len, told)) <= 80 - len(" » ")


def test_every_chapter_has_something_to_show_in_every_round() -> None:
    with demo_tree() as root:
        for chapter in islice(LiveDemo(root).chapters(), 24):
            before = files_of(root)
            for act in chapter.acts:
                if act is not None:
                    act.perform()
            assert files_of(root) != before, chapter.told


def test_a_round_ends_as_it_began_and_everything_in_it_is_whole() -> None:
    told: list[str] = []
    with demo_tree() as root:
        shipped = files_of(root)
        broken = {path for path, content in shipped.items() if b"test_file_that_breaks_off" in content}
        stop = Event()

        def tell(line: str) -> None:
            told.append(line)
            for path, content in files_of(root).items():
                (read,) = formats.read(content, path)
                assert isinstance(read, Recording) or path in broken, path
            if len(told) > 9:
                stop.set()

        clock = Clock(pauses=10_000)
        LiveDemo(root).run(tell, stop, lambda seconds: stop.is_set() or clock.wait(seconds))
        assert files_of(root) == shipped
    assert 60 < clock.elapsed_s < 180


def test_a_stop_in_the_middle_of_an_act_finishes_it() -> None:
    with demo_tree() as root:
        LiveDemo(root).run(lambda told: None, Event(), Clock(pauses=4).wait)

        twin = root / FRENCH.recorded(include_usage=True).path
        assert twin.read_bytes() == FRENCH.recorded(include_usage=True).content
        assert not (root / LANGUAGES[1].recorded(include_usage=True).path).exists()


def test_a_stopped_session_does_no_more() -> None:
    with demo_tree() as root:
        before = files_of(root)
        LiveDemo(root).run(lambda told: None, Event(), Clock(pauses=0).wait)
        assert files_of(root) == before
