"""Textual calls a handler of every class that has one; to call the base's as well is to run it twice."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import recview.ui

MODULES = sorted(Path(recview.ui.__path__[0]).rglob("*.py"))


def calls_of_base_handlers(source: str) -> list[str]:
    return [
        node.func.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr.removeprefix("_").startswith("on_")
        and node.func.attr != "on_event"  # which is no handler: it hands events to them
        and isinstance(node.func.value, ast.Call)
        and isinstance(node.func.value.func, ast.Name)
        and node.func.value.func.id == "super"
    ]


def test_such_a_call_is_found() -> None:
    source = "class A(B):\n    async def _on_click(self, event):\n        await super()._on_click(event)\n"
    assert calls_of_base_handlers(source) == ["_on_click"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_handler_calls_the_one_it_overrides(path: Path) -> None:
    assert calls_of_base_handlers(path.read_text(encoding="utf-8")) == []
