"""How far a review is decided, in words: for pages, Markdown, and what is said when its screen is left. Plain."""

from __future__ import annotations

from collections.abc import Mapping

from recview.model.judgement import DECISIONS, Decision
from recview.ui.renderables.signs import DECISION_WORDS


def progress_words(tally: Mapping[Decision | None, int]) -> str:
    """`23 of 26 decided: 21 accepted, 2 rejected`; empty where nothing is. Of `tally`, None is what is undecided."""
    told = [f"{tally.get(decision, 0):,} {DECISION_WORDS[decision]}" for decision in DECISIONS if tally.get(decision)]
    total = sum(tally.values())
    return f"{total - tally.get(None, 0):,} of {total:,} decided: {', '.join(told)}" if told else ""
