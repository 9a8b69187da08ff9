"""The shipped tree is what its scenarios say."""

from __future__ import annotations

from pathlib import Path

from recview.samples import recordings_path
from recview.samples.generate import generate
from recview.samples.scenarios import all_samples


def test_the_shipped_files_are_exactly_the_generated_ones() -> None:
    generated = {sample.path: sample.content for sample in all_samples()}
    root = recordings_path()
    shipped = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    stale = "run python -m recview.samples.generate"
    assert shipped.keys() == generated.keys(), stale
    assert [path for path in shipped if shipped[path] != generated[path]] == [], stale


def test_no_two_samples_share_a_file() -> None:
    paths = [sample.path for sample in all_samples()]

    assert len(paths) == len(set(paths))


def test_generating_leaves_the_samples_and_nothing_else(tmp_path: Path) -> None:
    left_over = tmp_path / "chat" / "recordings" / "left-over.json"
    left_over.parent.mkdir(parents=True)
    left_over.write_text("{}")

    count = generate(tmp_path)

    assert not left_over.exists()
    assert len(list(tmp_path.rglob("*.json"))) == count == len(all_samples())


def test_the_tree_stays_small() -> None:
    assert sum(len(sample.content) for sample in all_samples()) <= 600_000
