"""Which changes of a request body make another hash of it: what a diff of two requests is asked to tell."""

from __future__ import annotations

import json

from recview.analysis.hash_rules import CURRENT, HashRule
from recview.analysis.jsondiff import Options, PathPattern
from recview.analysis.request_hash import feeds_hash, hashed_value, rule_of
from recview.model.json_value import JSON
from recview.model.recording import Recording


def hash_options(*recordings: Recording, ignore: tuple[PathPattern, ...] = ()) -> Options:
    """Options of a diff between requests: a change is hashed where it changes the hash by any recording's rule."""
    feeds = [feeds_hash(recording) for recording in recordings]
    rules: list[HashRule] = []

    def is_hashed(path: str) -> bool:
        return any(told(path) for told in feeds)

    def comes_to_the_same(old: JSON, new: JSON) -> bool:
        if not _same_hashed(old, new, CURRENT):  # which rewrites most: what differs to it differs to all
            return False
        if not rules:  # to find a recording's rule costs several hashes
            rules.extend(rule_of(recording) or CURRENT for recording in recordings)
        return all(_same_hashed(old, new, rule) for rule in rules)

    return Options(ignore=ignore, hashed=is_hashed, hashed_alike=comes_to_the_same)


def _same_hashed(old: JSON, new: JSON, rule: HashRule) -> bool:
    """As text, as they are hashed: 0, 0.0 and false are three values."""
    return _text(hashed_value(old, rule)) == _text(hashed_value(new, rule))


def _text(value: JSON) -> str | None:
    try:
        return json.dumps(value, sort_keys=True)
    except RecursionError:
        return None
