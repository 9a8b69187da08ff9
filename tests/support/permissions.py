"""Folders and files that nobody may read for a while."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def closed(path: Path, leaving: int = 0) -> Iterator[None]:
    """Takes permissions away, all but those `leaving`. Skips the test for somebody whom they do not stop, as root."""
    mode = path.stat().st_mode
    path.chmod(leaving)
    try:
        if os.access(path, os.X_OK if path.is_dir() else os.R_OK):
            pytest.skip("this user may read everything")
        yield
    finally:
        path.chmod(mode)
