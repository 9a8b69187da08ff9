"""Which changes are noise: what differs with every call and means nothing. The rules are data, read at a glance."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from recview.analysis.common_text import common_start
from recview.analysis.jsondiff.paths import PathPattern
from recview.analysis.random_ids import ID_PREFIXES
from recview.model.json_value import JSON
from recview.model.value import value

Noise: TypeAlias = str
"""The name of the rule that calls a change noise: ids, obfuscation, fingerprint, timestamps or ignored."""

_PREFIX = "|".join(ID_PREFIXES)
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_ID = re.compile(rf"(?P<prefix>{_PREFIX})[-_][A-Za-z0-9]{{6,}}(?:[-_][A-Za-z0-9]+)*|{_UUID}")
"""What may stand under a key that asks for an id."""

_RANDOM_ID = re.compile(
    rf"(?<![A-Za-z0-9_-])(?:(?P<prefix>{_PREFIX})[-_](?=[A-Za-z-_]*\d[A-Za-z-_]*\d)[A-Za-z0-9-_]{{12,}}|{_UUID})"
    r"(?![A-Za-z0-9_-])"
)
"""What is surely random wherever it stands: `file_search` and `call_function_one` are names."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?")
_ID_CHARACTERS = string.ascii_letters + string.digits + "-_"
_LONGEST_ID = 200


@value
class NoiseRule:
    """A change is noise where its key is one of `keys` and both its values look like `value`, if that is given.

    A number looks like anything, and so does null.
    """

    name: Noise
    keys: frozenset[str]
    value: re.Pattern[str] | None = None
    """What the whole of a string must look like."""
    replaced_only: bool = False
    """Whether it means something that the value came or went."""

    def covers(self, old: JSON, new: JSON) -> bool:
        """Whether values under one of the keys are of the asked-for form."""
        if self.replaced_only and (old is None or new is None):
            return False
        return _looks_like(old, self.value) and _looks_like(new, self.value)


NOISE_RULES: tuple[NoiseRule, ...] = (
    NoiseRule("obfuscation", keys=frozenset({"obfuscation"})),
    NoiseRule("fingerprint", keys=frozenset({"system_fingerprint"})),
    NoiseRule(
        "timestamps",
        keys=frozenset({
            "created", "created_at", "createTime", "completed_at", "expires_at", "started_at", "updated_at",
            "modified_at", "timestamp",
        }),
        value=_TIME,
    ),
    NoiseRule(
        "ids",
        keys=frozenset({
            "tool_call_id", "tool_use_id", "call_id", "response_id", "responseId", "previous_response_id", "item_id",
            "request_id", "chunk_id",
        }),
        value=re.compile(r"[A-Za-z0-9_.:-]+"),
        replaced_only=True,
    ),
)  # fmt: skip
"""What is told by its key; ids that are told by their look alone come after these (see `noise_of`)."""

_ID_OF_CALL = re.compile(r"/(?:tool_calls|content|input|output)/\d+/id$")
"""Where a call has its id, which is said again with its result: whatever it looks like, both are noise alike."""

_RULE_OF_KEY = {key: rule for rule in NOISE_RULES for key in rule.keys}


def noise_of(old: JSON, new: JSON, path: str) -> Noise | None:
    """Why a change at `path` (a JSON Pointer) is noise, or None; a side that is absent is null."""
    key = path.rpartition("/")[2]
    rule = _RULE_OF_KEY.get("tool_call_id" if key == "id" and _ID_OF_CALL.search(path) else key)
    if rule is not None and rule.covers(old, new):
        return rule.name
    if isinstance(old, str) and isinstance(new, str):
        if key.lower().endswith("id") and id_kind(old) is not None and id_kind(old) == id_kind(new):
            return "ids"
        if same_but_for_ids(old, new):
            return "ids"
    return None


def ignored(patterns: Iterable[PathPattern], paths: Sequence[str]) -> bool:
    """Whether a person asked to leave out one of `paths`."""
    return any(pattern.matches(path) for pattern in patterns for path in paths)


def id_kind(text: str) -> str | None:
    """The kind of id that `text` is: its prefix (`call`, `msg`, …) or `uuid`; None where it is none."""
    found = _ID.fullmatch(text)
    return None if found is None else found["prefix"] or "uuid"


def same_but_for_ids(old: str, new: str) -> bool:
    """Whether two strings differ only in random ids, each replaced by another of its kind."""
    start = common_start(old, new)
    before = old[max(0, start - _LONGEST_ID) : start]
    start -= len(before) - len(before.rstrip(_ID_CHARACTERS))
    # Long texts are masked only where their first difference is one of ids: masking costs far more than this.
    if not (_RANDOM_ID.match(old, start) and _RANDOM_ID.match(new, start)):
        return False
    return mask_ids(old) == mask_ids(new)


def mask_ids(text: str) -> str:
    """`text` with the kind of each random id in its place."""
    return _RANDOM_ID.sub(lambda match: f"<{match['prefix'] or 'uuid'}>", text)


def _looks_like(value: JSON, form: re.Pattern[str] | None) -> bool:
    if isinstance(value, str):
        return form is None or form.fullmatch(value) is not None
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
