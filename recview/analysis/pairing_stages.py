"""The ways in which a new call and an old one may belong together, the surest first. Data; knows nothing of pairs."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Literal, TypeAlias

from recview.analysis.likeness import Call
from recview.model.value import value

MatchedBy: TypeAlias = Literal["name", "test", "test-renamed", "body"]

SURE = 0.9
"""The confidence from which a partner is the best, and clearly ahead of the second."""

ANOTHER_CALL = 0.4
"""The most confidence in an old call that stands and asks something else: a test may make two calls where it made one.
"""


@value
class Stage:
    """One way of belonging together; earlier stages take what they find away from later ones."""

    matched_by: MatchedBy
    key: Callable[[Call], Hashable]
    """Calls of one key form a block; a false key: the call takes no part."""
    limit: float
    """How far apart the two may be (see `likeness.distance`)."""
    limit_other_turns: float
    may_be_old: Callable[[Call, bool], bool] = lambda _call, _stands: True
    """Whether an old call may be a partner, and so whether the new side still has it."""
    confidence_standing: float = 1.0
    """No pair with an old call that stands is surer than this: it may be a sibling rather than an old self."""
    least: float = 0.0
    """Pairs less sure than this are left to later stages."""


def is_sibling(old: Call, stands: bool) -> bool:
    """Whether an old call of a test of its own still stands."""
    return old.test is not None and stands


def _gone(_old: Call, stands: bool) -> bool:
    return not stands


def _without_test(old: Call, _stands: bool) -> bool:
    return old.test is None


def _gone_without_test(old: Call, stands: bool) -> bool:
    return old.test is None and not stands


def _no_sibling(old: Call, stands: bool) -> bool:
    return not is_sibling(old, stands)


_SAME_TEST = 0.7
_GREW = 0.35

OF_RENAMED_TEST = Stage("test-renamed", lambda _call: None, _SAME_TEST, _GREW, _gone)
"""What is left of a test whose other calls went over to another test, and of that one; its key is the old test."""

STAGES: tuple[Stage, ...] = (
    # Without a test the body is all there is; the very same one is more than any likeness of others.
    Stage("body", lambda c: c.is_telling and (c.folder, c.endpoint, c.text), 0.1, 0.1, _without_test, least=SURE),
    Stage("test", lambda c: c.test and (c.folder, c.test, c.endpoint, c.model), _SAME_TEST, _GREW),
    Stage("test", lambda c: c.test and (c.test, c.endpoint, c.model), _SAME_TEST, _GREW),
    Stage("test", lambda c: c.test and (c.test, c.endpoint), _SAME_TEST, _GREW),
    # What is gone was replaced sooner than what still stands.
    Stage("test-renamed", lambda c: c.function and (c.file, c.function, c.endpoint), 0.5, _GREW, _gone),
    Stage("test-renamed", lambda c: c.function and (c.function, c.endpoint), 0.4, 0.2, _gone),
    Stage("body", lambda c: c.is_telling and c.endpoint, 0.15, 0.1, _gone_without_test, least=SURE),
    Stage(
        "test-renamed", lambda c: c.function and (c.file, c.function, c.endpoint), 0.5, _GREW, confidence_standing=0.8
    ),
    Stage("test-renamed", lambda c: c.function and (c.function, c.endpoint), 0.4, 0.2, confidence_standing=0.8),
    Stage(
        "test-renamed", lambda c: c.file and c.is_telling and (c.file, c.endpoint), 0.1, 0.1, confidence_standing=0.6
    ),
    Stage("body", lambda c: c.is_telling and (c.folder, c.endpoint), 0.15, 0.1, _no_sibling, least=SURE),
    # The body of a model list is empty: its folder, its server, and what it lists are all there is.
    Stage("body", lambda c: c.models and (c.folder, c.url, c.models), 0.1, 0.1, _no_sibling, least=SURE),
    Stage("body", lambda c: c.models and (c.folder, c.url), 0.1, 0.1, _no_sibling, least=SURE),
    Stage("body", lambda c: c.is_telling and c.endpoint, 0.15, 0.1, _no_sibling),
)
