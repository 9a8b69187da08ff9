"""Names of tests that stand under each other, cut: what tells them apart stays."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from recview.ui.distinct_names import cut_name, distinct_names, renamed

CLIENTS, MODELS = ("client_with_models", "openai_client"), ("azure", "openai")
TESTS = [
    f"t.py::test_response_non_streaming_multi_turn_image[{client}-vis={model}/gpt-4o-llama_image_understanding]"
    for client in CLIENTS
    for model in MODELS
]


@pytest.mark.parametrize("room", [28, 36, 47, 60, 100])
def test_cut_names_of_one_function_stay_apart(room: int) -> None:
    names = [cut_name(name, room) for name, _ in distinct_names(TESTS)]
    assert len(set(names)) == len(TESTS)
    assert all(cell_len(name) <= room for name in names)


def test_a_renamed_test_is_told_by_its_parameters_or_by_its_function() -> None:
    old, new = (f"t.py::test_image[client-{kind}=azure/gpt-4o-llama_image]" for kind in ("txt", "vis"))
    assert renamed(old, new) == ("[…txt=azure…]", "[…vis=azure…]")
    assert renamed("t.py::test_old[x]", "t.py::test_new[x]") == ("old[x]", "new[x]")
