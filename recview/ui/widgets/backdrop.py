"""What lies behind other widgets: lines of which one is like the other, so that one is drawn for all of them.

Textual draws a frame or a screen line by line, whatever covers it: at the start that took as long as all that is seen.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Region
from textual.strip import Strip


def draw_backdrop(draw: Callable[[Region], list[Strip]], crop: Region, alike: range) -> list[Strip]:
    """What `draw` gives for `crop`, when the lines `alike` of it show the same."""
    first, end = max(crop.y, alike.start), min(crop.bottom, alike.stop)
    if end - first < 2:
        return draw(crop)
    parts = ((crop.y, first, 1), (first, first + 1, end - first), (end, crop.bottom, 1))
    return [
        strip
        for top, bottom, times in parts
        if top < bottom
        for strip in draw(Region(crop.x, top, crop.width, bottom - top)) * times
    ]
