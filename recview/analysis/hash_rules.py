"""The rules by which the recorder's versions turned requests into names, as data. Applied in `request_hash`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from recview.model.value import value

MODEL_LIST_ENDPOINTS = frozenset({"/api/tags", "/v1/models", "/v1/openai/v1/models"})
"""Shared between tests: hashed without a test, and named after the models they list as well."""

STREAM_OPTIONS = "stream_options"
"""At the top of a body, where it goes to Bedrock, which varies them."""
PROJECT_ID = "project_id"
"""In an `extra_body` or `extra_query` at the top."""


class Rewrite(NamedTuple):
    """What is hashed in place of something inside a string."""

    needle: str
    """Stands in whatever the pattern finds: to look for it spares most strings the pattern."""
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    closing: str = ""
    """What every match ends with: behind the last of it there is none to look for."""

    def apply(self, text: str) -> str:
        """A text that holds the needle, with every match replaced."""
        end = text.rfind(self.closing) + len(self.closing)
        return self.pattern.sub(self.replacement, text[:end]) + text[end:]


@value
class HashRule:
    """How one version of the recorder turned a request into a name."""

    name: str
    rewrites: tuple[Rewrite, ...] = ()
    """Applied to every string of the body, in this order."""
    normalise: bool = True
    """Floats are rounded, and some keys left out; else the body as it is."""
    left_out: frozenset[str] = frozenset({STREAM_OPTIONS, PROJECT_ID})
    """The keys that are not hashed: they differ from run to run, or by credentials."""
    places: int = 5
    """The decimal places that floats are rounded to."""
    numbers_files: bool = False
    """Random file ids are hashed as file-1, file-2, … in the order they appear."""
    with_test_id: bool = True
    shares_lists: bool = False
    """Every list of models is hashed without a test, not only those of `MODEL_LIST_ENDPOINTS`."""
    renamed: tuple[tuple[str, str], ...] = ()
    """(now, then): names that were changed inside the recordings after these had got theirs."""
    digits: int = 64
    """How many hexadecimal digits of the SHA-256 make the name."""

    def hashes_test(self, path: str) -> bool:
        """Whether an SDK call to a URL of this path is hashed with its test; others always are."""
        is_shared = path in MODEL_LIST_ENDPOINTS or (self.shares_lists and path.endswith("/models"))
        return self.with_test_id and not is_shared


_UUID = "-".join(f"[a-f0-9]{{{length}}}" for length in (8, 4, 4, 4, 12))
_PLACEHOLDER = "__NORMALIZED__"

_SCORE = Rewrite("score:", re.compile(r"score:\s*[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?"), f"score: {_PLACEHOLDER}")
_ATTRIBUTES = Rewrite("attributes:", re.compile(r"(?:,|(?<!\s))\s*+attributes:\s*+\{[^}]*+\}"), "", "}")
_DOCUMENT_ID = Rewrite("document_id:", re.compile(rf"document_id:\s*{_UUID}"), f"document_id: {_PLACEHOLDER}")
_CITATION = Rewrite("<|", re.compile(rf"<\|{_UUID}\|>"), f"<|{_PLACEHOLDER}|>")
_DECIMAL = re.compile(r"-?(?<!\d)\d++\.\d{4,}")
"""As the patterns of all rewrites, each run of digits or blanks is gone through once, however long it is."""
FILE_ID = re.compile(r"file-[0-9a-f]{32}")


def _decimals_to(places: int) -> Rewrite:
    return Rewrite(".", _DECIMAL, lambda match: f"{float(match[0]):.{places}f}")


_TODAY = (_SCORE, _ATTRIBUTES, _DOCUMENT_ID, _CITATION, _decimals_to(5))

RULES: tuple[HashRule, ...] = (
    HashRule("current", _TODAY),
    HashRule("shared-lists", _TODAY, shares_lists=True),
    HashRule("before-rename", _TODAY, renamed=(("ogx_client", "llama_stack_client"), ("X-OGX-", "X-LlamaStack-"))),
    HashRule("decimals", (_decimals_to(5),)),
    HashRule("decimals-project", (_decimals_to(5),), left_out=frozenset({STREAM_OPTIONS})),
    HashRule("decimals-whole", (_decimals_to(5),), left_out=frozenset()),
    HashRule("decimals-6", (_decimals_to(6),), places=6),
    HashRule("scores", (_SCORE, _ATTRIBUTES)),
    HashRule("floats"),
    HashRule("files-numbered", numbers_files=True),
    HashRule("verbatim", normalise=False),
    HashRule("verbatim-no-test", normalise=False, with_test_id=False, digits=12),
)
"""The first that gives a recording's name is taken for the one that did: roughly newest first."""

CURRENT = RULES[0]

TOOL_SCHEME = "tool"
"""The scheme of tool calls, whose rule never changed: provider, tool and arguments as they are."""
