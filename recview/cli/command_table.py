"""The one table of commands: names, where each lives, in the order of `--help`."""

from __future__ import annotations

COMMANDS: dict[str, str] = {}
"""Command name -> module that holds a click command named `command`. Loaded only when called."""
