"""Images, audio and files inside a conversation, told in a few words: inline data is described, never carried along."""

from __future__ import annotations

from recview.model.json_value import JSON
from recview.model.message import MediaPart


def media_part(media: str, *, url: JSON = None, data: JSON = None, mime: JSON = None, name: JSON = None) -> MediaPart:
    """A medium by its inline `data` (base64), its `url` (which may hold the data too), else its id or file `name`."""
    label = mime if isinstance(mime, str) and mime else media
    if isinstance(url, str) and url.startswith("data:"):
        head, _, data = url.removeprefix("data:").partition(",")
        label = head.partition(";")[0] or label
    elif isinstance(url, str) and url:
        return MediaPart(media, url)
    named = name if isinstance(name, str) else ""
    if isinstance(data, str) and data:
        size_bytes = len(data) * 3 // 4 - data[-2:].count("=")
        described = f"{label}, {size_text(size_bytes)} inline"
        return MediaPart(media, f"{named}: {described}" if named else described)
    return MediaPart(media, named or label)


def size_text(size_bytes: int) -> str:
    """A size in decimal units, two or three digits: `812 B`, `4.1 kB`, `41 kB`."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB"):
        if size < 999.5:
            return f"{size:.1f} {unit}" if size < 9.95 and unit != "B" else f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
