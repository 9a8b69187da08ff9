"""Recordings that ship with the package, for the demo: every dialect and most oddities among them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

TREE = "recordings/tests/integration"
"""Where the tree lies, below this package."""


def recordings_path() -> Path:
    """The root of the shipped tree; read it, never write there."""
    return Path(str(files(__name__))) / TREE
