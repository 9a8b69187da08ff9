"""What two strings have in common, found by slices: they compare far faster than character by character."""

from __future__ import annotations

_SAMPLES = 8
_SAMPLE_CHARACTERS = 16


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


def common_at_a_glance(old: str, new: str) -> float:
    """About how many characters two strings share: of long ones, a few samples are looked up in the other."""
    if len(old) < _SAMPLES * _SAMPLE_CHARACTERS:
        start = common_start(old, new)
        return start + common_end(old, new, start)
    stride = (len(old) - _SAMPLE_CHARACTERS) // (_SAMPLES - 1)
    found = sum(old[at : at + _SAMPLE_CHARACTERS] in new for at in range(0, _SAMPLES * stride, stride))
    return min(len(old), len(new)) * found / _SAMPLES
