"""When a file in motion has come to rest. A pure state machine: it is told what was seen, and when, in seconds."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal, TypeAlias

from recview.model.value import record

STILL_S = 1.0
"""How long half a file must stand unchanged before it is taken for a broken one."""

GONE_S = 0.15
"""How long a file must be missing before it is taken for removed: some writers remove it and write it anew."""

Stamp: TypeAlias = tuple[int, int]
"""A file's size in bytes and its time of change in nanoseconds."""

Verdict = Literal["wait", "writing", "unreadable", "removed"]


@record
class _Motion:
    stamp: Stamp | None
    """None while the file is missing."""
    since_s: float
    """When it was first seen so."""

    @property
    def rests_at_s(self) -> float:
        return self.since_s + (GONE_S if self.stamp is None else STILL_S)


class Settling:
    """The files that are in motion."""

    def __init__(self) -> None:
        self._motions: dict[str, _Motion] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._motions

    def paths(self) -> AbstractSet[str]:
        """Every file in motion."""
        return self._motions.keys()

    @property
    def is_any_missing(self) -> bool:
        """Whether a file is missing that may come back."""
        return any(motion.stamp is None for motion in self._motions.values())

    def rest(self, path: str) -> None:
        """The file is at rest, whatever came of it."""
        self._motions.pop(path, None)

    def broken(self, path: str, stamp: Stamp, now_s: float) -> Verdict:
        """The file cannot be read as it stands: `writing` when that is news, `unreadable` once it has stood still."""
        motion = self._motions.get(path)
        if motion is None or motion.stamp != stamp:
            self._motions[path] = _Motion(stamp, now_s)
            return "wait" if motion is not None and motion.stamp is not None else "writing"
        return self._rest("unreadable", path, motion, now_s)

    def missing(self, path: str, now_s: float) -> Verdict:
        """The file is not there: `removed` once it has stayed away."""
        motion = self._motions.get(path)
        if motion is None or motion.stamp is not None:
            self._motions[path] = _Motion(None, now_s)
            return "wait"
        return self._rest("removed", path, motion, now_s)

    def due(self, now_s: float) -> list[str]:
        """The files to look at again, for they may have come to rest."""
        return [path for path, motion in self._motions.items() if motion.rests_at_s <= now_s]

    def _rest(self, verdict: Verdict, path: str, motion: _Motion, now_s: float) -> Verdict:
        if now_s < motion.rests_at_s:
            return "wait"
        del self._motions[path]
        return verdict
