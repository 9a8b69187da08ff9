"""What is installed: the themes and the demo's recordings come with the package, and the version is one."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

import pytest

import recview
from recview import formats
from recview.model.recording import Recording
from recview.samples import recordings_path
from recview.ui.theme_files import bundled_theme_files


def test_the_version_is_the_same_everywhere() -> None:
    assert version("recview") == recview.__version__


def test_the_demo_has_its_recordings() -> None:
    paths = sorted(recordings_path().rglob("*.json"))
    read = [formats.read(path.read_bytes(), str(path)) for path in paths]
    assert sum(isinstance(item, Recording) for items in read for item in items) >= 40


def test_the_themes_come_along() -> None:
    assert {"midnight", "paper", "contrast"} <= {file.name for file in bundled_theme_files()}


@pytest.mark.skipif("RECVIEW_TEST_WHEEL" not in os.environ, reason="only where the built wheel is tested")
def test_the_wheel_is_what_is_tested() -> None:
    checkout = Path(__file__).parents[1]
    assert not Path(recview.__file__).is_relative_to(checkout / "recview")
    assert all(file.path.is_relative_to(Path(recview.__file__).parent) for file in bundled_theme_files())
