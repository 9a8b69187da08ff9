"""Writes the shipped tree anew from its scenarios: `python -m recview.samples.generate`."""

from __future__ import annotations

from pathlib import Path

from recview.samples import recordings_path
from recview.samples.scenarios import all_samples


def generate(root: Path) -> int:
    """Makes `root` hold exactly the scenarios' recordings, and returns how many; other JSON files there go."""
    contents = {root / sample.path: sample.content for sample in all_samples()}
    for path in root.rglob("*.json"):
        if path not in contents:
            path.unlink()
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return len(contents)


if __name__ == "__main__":
    generate(recordings_path())
