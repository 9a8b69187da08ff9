"""The one table of keys: every act can be done, every key means one thing."""

from __future__ import annotations

from collections import Counter

import pytest

from recview.ui.actions import ACTIONS, SCOPES, Act, acts
from recview.ui.app import RecviewApp
from recview.ui.screens.browse import BrowseScreen
from recview.ui.screens.changes import ChangesScreen
from recview.ui.screens.compare import CompareScreen
from recview.ui.screens.copy_prompt import CopyPrompt
from recview.ui.screens.lockstep import LockStepScreen
from recview.ui.screens.note_prompt import NotePrompt
from recview.ui.screens.pick import PickList, PickScreen
from recview.ui.screens.review import ReviewScreen
from recview.ui.widgets.answer_view import AnswerView
from recview.ui.widgets.filter_bar import FilterLine
from recview.ui.widgets.group_list import GroupList
from recview.ui.widgets.json_view import JsonView
from recview.ui.widgets.line_view import LineView
from recview.ui.widgets.recording_list import RecordingList
from recview.ui.widgets.section_view import SectionView
from recview.ui.widgets.session_list import SessionList

OWNERS: dict[str, type | tuple[type, ...]] = {
    "app": RecviewApp,
    "lines": LineView,
    "list": RecordingList,
    "browse": BrowseScreen,
    "json": JsonView,
    "sections": SectionView,
    "text": AnswerView,
    "compare": CompareScreen,
    "lockstep": LockStepScreen,
    "filter": FilterLine,
    "groups": GroupList,
    "review": ReviewScreen,
    "note": NotePrompt,
    "session": SessionList,
    "changes": ChangesScreen,
    "pick": (PickList, PickScreen),
    "copy": CopyPrompt,
}
"""Scope -> the classes of which one has the method."""


@pytest.mark.parametrize("act", ACTIONS, ids=lambda act: act.id)
def test_every_act_has_a_method(act: Act) -> None:
    owners = OWNERS[act.scope] if isinstance(OWNERS[act.scope], tuple) else (OWNERS[act.scope],)
    name = "action_" + act.action.partition("(")[0]
    assert any(callable(getattr(owner, name, None)) for owner in owners), act


def test_every_scope_has_a_heading_and_an_owner() -> None:
    assert {act.scope for act in ACTIONS} == set(SCOPES) == set(OWNERS)


def test_ids_tell_acts_apart() -> None:
    assert [name for name, count in Counter(act.id for act in ACTIONS).items() if count > 1] == []


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_means_one_thing_in_its_scope(scope: str) -> None:
    keys = Counter(key for act in acts(scope) for key in act.keys)
    assert [key for key, count in keys.items() if count > 1] == []
