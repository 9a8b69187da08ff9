"""What two strings have in common at their ends, found by bisection: slices compare far faster than characters."""

from __future__ import annotations


def common_start(old: str, new: str) -> int:
    """How many characters two strings share from their start."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_end(old: str, new: str, start: int = 0) -> int:
    """How many characters two strings share from their end, those before `start` left aside."""
    low, high = 0, min(len(old), len(new)) - start
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def common_ends(old: str, new: str) -> int:
    """How many characters two strings share from their start and from their end, none counted twice."""
    start = common_start(old, new)
    return start + common_end(old, new, start)
