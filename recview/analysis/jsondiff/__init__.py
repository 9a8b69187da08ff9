"""Structural differences of two JSON documents: changes to read, a patch to apply, rows to draw.

`diff(old, new)` compares; `diff.changes` and `diff.patch` say what changed; `rows(diff)` lays both documents side by
side. Pure: knows no recordings and no screens.
"""

from __future__ import annotations

from recview.analysis.jsondiff.changes import Change, ChangeOp, Options
from recview.analysis.jsondiff.diff import Diff, diff
from recview.analysis.jsondiff.layout import LineKind
from recview.analysis.jsondiff.lines import Side, Token, TokenKind
from recview.analysis.jsondiff.noise import NOISE_RULES, Noise, NoiseRule, mask_ids
from recview.analysis.jsondiff.paths import PathPattern, parse_pattern
from recview.analysis.jsondiff.rows import DiffRow, Fold, Layout, Rows, rows
from recview.analysis.jsondiff.words import WordDiff, diff_words

__all__ = [
    "NOISE_RULES",
    "Change",
    "ChangeOp",
    "Diff",
    "DiffRow",
    "Fold",
    "Layout",
    "LineKind",
    "Noise",
    "NoiseRule",
    "Options",
    "PathPattern",
    "Rows",
    "Side",
    "Token",
    "TokenKind",
    "WordDiff",
    "diff",
    "diff_words",
    "mask_ids",
    "parse_pattern",
    "rows",
]
