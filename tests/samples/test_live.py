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
from recview.samples.scenarios.takes import LANGUAGES, WONDERS

FRENCH, WONDER = LANGUAGES[0], WONDERS[0]


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


def test_a_session_opens_by_re_recording_one_file_of_tests() -> None:
    with demo_tree() as root:
        opening = list(next(LiveDemo(root).bursts()))

        assert [act.name for act in opening] == [f"{take.title}: recorded with usage" for take in LANGUAGES]


@pytest.mark.parametrize("seed", range(4))
def test_a_long_session_leaves_whole_recordings(seed: int) -> None:
    told: list[Act] = []
    clock = Clock(pauses=600)
    with demo_tree() as root:
        shipped = files_of(root)
        LiveDemo(root, seed, told.append).run(Event(), clock.wait)
        after = files_of(root)

        broken = [path for path, content in shipped.items() if b"test_file_that_breaks_off" in content]
        for path, content in after.items():
            (read,) = formats.read(content, path)
            assert isinstance(read, Recording) or path in broken, path
    kinds = {act.name.partition(": ")[2] for act in told}
    assert len(told) > 60
    assert {"recorded with usage", "recorded again", "a new test", "the superseded file goes"} <= kinds
    assert {"recorded again, swapped in", "the same answer"} <= kinds
    assert len(told) / clock.elapsed_s < 1
    assert after.keys() - shipped.keys()
    assert len(after) < len(shipped) + 2 * len(LANGUAGES + WONDERS)


def test_the_same_seed_gives_the_same_session() -> None:
    names = []
    for _ in range(2):
        told: list[Act] = []
        with demo_tree() as root:
            LiveDemo(root, 7, told.append).run(Event(), Clock(pauses=150).wait)
        names.append([act.name for act in told])

    assert names[0] == names[1]


def test_a_stop_in_the_middle_of_an_act_finishes_it() -> None:
    with demo_tree() as root:
        demo = LiveDemo(root)
        demo.run(Event(), Clock(pauses=3).wait)

        twin = root / FRENCH.recorded(include_usage=True).path
        assert twin.read_bytes() == FRENCH.recorded(include_usage=True).content


def test_a_stopped_session_does_no_more(tree: Path) -> None:
    stop = Event()
    told: list[Act] = []

    def told_and_stopped(act: Act) -> None:
        told.append(act)
        stop.set()

    LiveDemo(tree, told=told_and_stopped).run(stop, lambda seconds: False)

    assert len(told) == 1


def test_acts_are_made_for_the_tree_as_it_is(tree: Path) -> None:
    for burst in islice(LiveDemo(tree, 3).bursts(), 12):
        for act in burst:
            act.perform()
            assert "/recordings/" in act.path.as_posix()
