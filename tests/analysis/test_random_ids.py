"""Pairing and the diff agree on what an id is."""

from __future__ import annotations

import pytest

from recview.analysis.jsondiff.noise import id_kind, mask_ids, noise_of
from recview.analysis.likeness import mask
from recview.analysis.random_ids import ID_PREFIXES

by_prefix = pytest.mark.parametrize("prefix", ID_PREFIXES)


@by_prefix
def test_an_id_is_masked_wherever_calls_and_values_are_compared(prefix: str) -> None:
    one, other = f"{prefix}_8f14e45fceea167a5a36", f"{prefix}_c9f0f895fb98ab9159f5"
    assert id_kind(one) == prefix
    assert noise_of(one, other, "/id") == "ids"
    assert noise_of(f"see {one}", f"see {other}", "/content") == "ids"
    assert mask_ids(f"see {one}") == f"see <{prefix}>"
    (masked, ids), (other_masked, _) = mask({"content": f"see {one}"}), mask({"content": f"see {other}"})
    assert (masked == other_masked, ids) == (True, {one})


@by_prefix
def test_a_name_is_no_id(prefix: str) -> None:
    for name in (f"{prefix}_search", f"{prefix}_function_one", f"re{prefix}_8f14e45fceea167a5a36x"):
        assert mask_ids(f"the {name}") == f"the {name}"


def test_a_prefix_that_begins_another_comes_behind_it() -> None:
    for at, prefix in enumerate(ID_PREFIXES):
        assert not any(later.startswith(f"{prefix}-") for later in ID_PREFIXES[at + 1 :])
