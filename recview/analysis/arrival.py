"""When the chunks of a stream came, where they say so believably. Most recordings hold no time at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise

from recview.model.json_value import as_object
from recview.model.recording import RawChunk


def arrival_times(chunks: Iterable[RawChunk]) -> tuple[float, ...] | None:
    """Seconds after the first chunk, one for each; None unless every chunk bears a `created_at` and they go forward.

    Recorders put a constant in place of the time, so a stream whose times all agree has none.
    """
    times: list[float] = []
    for chunk in chunks:
        created_at = as_object(chunk.data).get("created_at")
        if not isinstance(created_at, str):
            return None
        try:
            time = datetime.fromisoformat(created_at)
        except ValueError:
            return None
        times.append((time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp())
    if len(times) < 2 or times[-1] <= times[0] or any(later < earlier for earlier, later in pairwise(times)):
        return None
    return tuple(time - times[0] for time in times)
