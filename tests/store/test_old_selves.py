from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from corpus import CORPUS, needs_corpus
from factories import make_document, recording_bytes, write_recording

from recview.analysis.pairing import pair
from recview.model.recording import Recording
from recview.store.index import index_rows
from recview.store.known import Known
from recview.store.old_selves import old_selves
from recview.store.reading import LoadedRecording, load
from recview.store.roots import open_roots
from recview.store.row_keeper import RowKeeper
from recview.store.scan import FoundFile
from recview.store.versions import VersionStore

QUESTION = (
    "What is the tallest mountain of the continent on which Kilimanjaro stands, and how high is it above the sea?"
)


def asked(turns: int, **more: Any) -> bytes:
    messages = [{"role": "user", "content": f"{QUESTION} {turn}"} for turn in range(turns)]
    return recording_bytes(make_document(request_body={"model": "gpt-4o", "messages": messages, **more}))


@pytest.fixture
def versions() -> VersionStore:
    return VersionStore()


def test_calls_of_one_test_are_told_by_what_they_ask(tmp_path: Path, versions: VersionStore) -> None:
    paths = {name: str(tmp_path / f"{name}.json") for name in ("first", "second", "new-first", "new-second")}
    for name, content in {
        "first": asked(1),
        "second": asked(3),
        "new-first": asked(1, stream_options={"include_usage": True}),
        "new-second": asked(3, stream_options={"include_usage": True}),
    }.items():
        Path(paths[name]).write_bytes(content)
    expected = [(paths["first"], paths["new-first"]), (paths["second"], paths["new-second"])]
    older, come = [paths["first"], paths["second"]], [paths["new-second"], paths["new-first"]]
    assert sorted(old_selves([], older, come, versions)) == expected
    assert old_selves([], older, come[1:], versions) == expected[:1]
    versions.put(paths["second"], asked(3))
    versions.remove(paths["second"])
    Path(paths["second"]).unlink()
    assert sorted(old_selves(older[1:], older[:1], come, versions)) == expected
    assert old_selves([paths["first"]], [paths["second"]], come, versions) == [], "what went was never seen"
    Path(paths["new-first"]).write_bytes(b"{")
    assert old_selves(older[1:], older[:1], come, versions) == []


def test_of_two_that_ask_the_same_none_is_told(tmp_path: Path, versions: VersionStore) -> None:
    older = [str(tmp_path / f"{name}.json") for name in "ab"]
    for path in older:
        Path(path).write_bytes(asked(2))
    come = write_recording(tmp_path / "c.json")
    come.write_bytes(asked(2, seed=7))
    assert old_selves([], older, [str(come)], versions) == []


@needs_corpus
def test_what_a_real_rerecord_supersedes_is_what_the_review_pairs(tmp_path: Path) -> None:
    before, after = (CORPUS / "rerecord" / "usage-3771" / side for side in ("before", "after"))
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    rows = [row for batch in index_rows(open_roots([str(tmp_path)])) for row in batch.rows]
    keeper = RowKeeper(Known(rows), VersionStore())
    come = sorted(
        path.relative_to(after) for path in after.rglob("*.json") if not (before / path.relative_to(after)).exists()
    )
    changes = []
    for name in come:
        path = tmp_path / name
        shutil.copy(after / name, path)
        facts = path.stat()
        changes += keeper.look(FoundFile(str(path), str(tmp_path), facts.st_size, facts.st_mtime_ns, True), 0.0)
        changes += keeper.replaced()
    told = {(change.path, change.by) for change in changes if change.kind == "superseded"}
    old = [one for row in rows for one in recordings(row.path)]
    new = [one for name in come for one in recordings(str(tmp_path / name))]
    matches = pair(old, new, standing={one.path for one in old}).matches
    assert told == {(match.old.path, match.new.path) for match in matches}
    assert len(told) == len(come) == 14


def recordings(path: str) -> list[Recording]:
    return [one.recording for one in load(path) if isinstance(one, LoadedRecording)]
