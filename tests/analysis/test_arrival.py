from __future__ import annotations

import pytest
from factories import make_raw_chunk

from recview.analysis.arrival import arrival_times
from recview.model.json_value import JSON


def times_of(*created: JSON) -> tuple[float, ...] | None:
    return arrival_times([make_raw_chunk({"created_at": value}) for value in created])


def test_times_count_from_the_first_chunk() -> None:
    assert times_of("2026-05-01T12:00:00.25Z", "2026-05-01T12:00:00.500000123Z", "2026-05-01T12:00:02Z") == (
        0,
        0.25,
        1.75,
    )


@pytest.mark.parametrize(
    "created",
    [
        (),
        ("2026-05-01T12:00:00Z",),
        ("1970-01-01T00:00:00Z",) * 3,
        ("2026-05-01T12:00:02Z", "2026-05-01T12:00:01Z", "2026-05-01T12:00:03Z"),
        ("2026-05-01T12:00:02Z", None),
        ("2026-05-01T12:00:02Z", 1746100802),
        ("yesterday", "today"),
    ],
)
def test_times_that_are_missing_constant_or_impossible_are_none(created: tuple[JSON, ...]) -> None:
    assert times_of(*created) is None


def test_a_chunk_that_is_no_object_has_no_time() -> None:
    assert arrival_times([make_raw_chunk("text"), make_raw_chunk([1])]) is None


def test_times_without_a_zone_are_as_good_wherever_one_is() -> None:
    assert times_of("2026-03-29T01:30:00", "2026-03-29T03:30:00") == (0, 7200)
