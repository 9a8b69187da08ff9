"""Which files of a side count: JSON, in folders that are entered, and of these what a command line asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from recview.errors import RecviewError
from recview.store.scan import in_recording_folder, is_entered


class Entry(NamedTuple):
    """A file of a side that may hold a recording."""

    path: str
    """Below the side's root, with slashes."""
    blob: str | None
    """Git's id of its content, where git knows it."""
    size: int | None
    """In bytes, where known without reading."""
    expected: bool
    """In a folder of recordings: reported even if it cannot be read."""


class Narrowing:
    """What both sides are narrowed to; remembers which of the asked paths were met on either."""

    def __init__(self, paths: Sequence[str], prefix: str = "", roots: Iterable[str] = ()) -> None:
        """Relative paths begin at `prefix`, below the root; absolute ones must lie in one of the `roots` on disk."""
        self._patterns = {_below_root(path, prefix, roots): path for path in paths}
        self._unmet = set(self._patterns)
        self._folders: dict[str, tuple[bool, bool]] = {}
        """Of each folder that was met: whether it is entered, and whether recordings are expected in it."""

    def entry(self, path: str, blob: str | None, size: int | None = None) -> Entry | None:
        """The entry of a path below the root, or None where it does not count."""
        if not self._wants(path) or not path.endswith(".json"):
            return None
        folder = path.rpartition("/")[0]
        known = self._folders.get(folder)
        if known is None:
            entered = not folder or all(map(is_entered, folder.split("/")))
            known = self._folders[folder] = entered, in_recording_folder(folder)
        entered, expected = known
        return Entry(path, blob, size, expected) if entered else None

    def may_concern(self, folder: str) -> bool:
        """Whether files that count may lie in a folder that nobody could enter."""
        asked = {pattern for pattern in self._patterns if _may_lie_in(pattern, folder)}
        self._unmet -= asked
        return bool(asked) or not self._patterns

    def refuse_unmet(self, roots: Sequence[str] = ()) -> None:
        """Once both sides are listed: raises RecviewError for a path that is on neither, nor on disk below `roots`."""
        for pattern, path in self._patterns.items():
            if pattern in self._unmet and not any(os.path.lexists(Path(root, pattern)) for root in roots):
                raise RecviewError(
                    f"{path} matches nothing on either side",
                    "Paths behind `--` begin at the root of both folders." if roots else
                    "Paths behind `--` begin where you are, or at the folder of -C.",
                )  # fmt: skip

    def _wants(self, path: str) -> bool:
        if not self._patterns:
            return True
        met = {
            pattern
            for pattern in self._patterns
            if lies_in(path, pattern) or path == pattern or fnmatchcase(path, pattern)
        }
        self._unmet -= met
        return bool(met)


def lies_in(path: str, folder: str) -> bool:
    """Whether a path below the root leads into a folder, which may be the root itself: `.`."""
    return folder == "." or path.startswith(folder + "/")


def _below_root(path: str, prefix: str, roots: Iterable[str]) -> str:
    asked = Path(os.path.normpath(path if Path(path).is_absolute() else prefix + path))
    if not asked.is_absolute() and asked.parts[:1] != ("..",):
        return asked.as_posix()
    for root in map(Path, roots if asked.is_absolute() else ()):
        for place, above in ((asked.parent.resolve() / asked.name, root.resolve()), (asked, root.absolute())):
            if place.is_relative_to(above):
                return place.relative_to(above).as_posix()
    raise RecviewError(f"{path} lies outside what is compared", "Behind `--` name what lies in it.")


def _may_lie_in(pattern: str, folder: str) -> bool:
    """Whether a pattern may match something in a folder: as far as it is literal, it agrees."""
    if lies_in(folder + "/", pattern) or lies_in(pattern, folder):
        return True
    literal = re.split(r"[*?[]", pattern, maxsplit=1)[0]
    return literal != pattern and (folder.startswith(literal) or literal.startswith(folder + "/"))
