"""What a credential looks like in a text: by its beginning, by the name before it, or as the password of a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from recview.analysis.secret_hints import HINTS, Stretch, may_hold_password, may_name_secret

_Shape = tuple[str, str, tuple[str, ...]]

_SHAPES: tuple[_Shape, ...] = (
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----", ("-----BEGIN",)),
    ("an Anthropic API key", r"\bsk-ant-[\w-]{16,}", ("sk-",)),
    ("an API key", r"\bsk-(?:proj-|or-v1-|svcacct-)?(?=[\w-]{0,128}?\d)[\w-]{20,}", ("sk-",)),
    ("a Google API key", r"\bAIza[\w-]{30,}", ("AIza",)),
    ("a Google access token", r"\bya29\.[\w-]{20,}", ("ya29.",)),
    ("an AWS access key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", ("AKIA", "ASIA")),
    ("a Groq API key", r"\bgsk_\w{20,}", ("gsk_",)),
    ("a Hugging Face token", r"\bhf_[A-Za-z0-9]{30,}", ("hf_",)),
    ("an NVIDIA API key", r"\bnvapi-[\w-]{20,}", ("nvapi-",)),
    ("an xAI API key", r"\bxai-\w{20,}", ("xai-",)),
    ("a Tavily API key", r"\btvly-[\w-]{20,}", ("tvly-",)),
    ("a Perplexity API key", r"\bpplx-[A-Za-z0-9]{32,}", ("pplx-",)),
    ("a Replicate token", r"\br8_[A-Za-z0-9]{30,}", ("r8_",)),
    ("a Databricks token", r"\bdapi[0-9a-f]{32}(?:-\d{1,2})?\b", ("dapi",)),
    ("a GitHub token", r"\b(?:gh[pousr]|github_pat)_\w{30,}", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_")),
    ("a GitLab token", r"\bglpat-[\w-]{20,}(?:\.[\w-]{2,64}){0,2}", ("glpat-",)),
    ("a PyPI token", r"\bpypi-(?=[\w-]{0,128}?\d)(?=[\w-]{0,128}?[A-Z])[\w-]{40,}", ("pypi-",)),
    ("a Slack token", r"\bxox[abeprs]-(?=[\w-]{0,128}?\d)[\w-]{20,}", ("xox",)),
    ("a Stripe API key", r"\b[sr]k_live_[A-Za-z0-9]{16,}", ("sk_live_", "rk_live_")),
    ("a JSON Web Token", r"\beyJ[\w-]{8,2048}+\.eyJ[\w-]{8,}+\.[\w-]{8,}", ("eyJ",)),
    (
        "a bearer token",
        r"\b(?i:bearer) +(?=[\w.~+/-]{0,128}?\d)[\w.~+/-]{20,}=*",
        ("bearer", "Bearer", "BEARER"),
    ),
)
"""What it is, its pattern, and the words one of which it begins with: those of `secret_hints`.

How far one looks for a digit or for a dot is bounded: a long text may begin like a credential at every word.
"""

_NAME = (
    r"(?:api[_-]?key|passw(?:or)?d|(?:client|app)[_-]?secret|secret[_-]?(?:access[_-]?)?key"
    r"|(?:access|auth|bearer|refresh|security|session)[_-]?token|authorization)"
)
_SECRET_NAME = re.compile(rf"(?i).*{_NAME}")
_NAMED = re.compile(
    rf'(?i)({_NAME})\\{{0,3}}" {{0,8}}: {{0,8}}\\{{0,3}}"'
    r'((?:(?:bearer|basic|token|digest) {1,8})?[^"\\\s]{6,4096}+)(?=[\\"])'
)
"""A member of JSON that is told in a text, as the arguments of a tool call are. What holds spaces is a sentence."""
_AWS_SECRET = re.compile(
    r"(?i:secret_?access_?key)[\\\"']{0,4} {0,8}[=:] {0,8}[\\\"']{0,4}([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
)
"""Nothing but its name tells it from a hash."""
_URL_PASSWORD = re.compile(r"""://[^\s/:@?#"'<>\\]{0,128}:([^\s/@?#"'<>\\]{1,512})@[\w\[]""")

_SCHEME = re.compile(r"(?i)(?:bearer|basic|token|digest)\s+")

_PLACEHOLDER = re.compile(
    r"(?i)[*x.…_-]*|<.*>|\[.*\]|[$%{]?\{.*\}|\$\(.*\)|%\w+%|os\.environ.*|env[.:/].*|test\w*"
    r"|none|null|true|false|empty|string|optional|required|not[_-](?:needed|required|used)|no[_-]?key"
    r"|(?:my[_-]?)?(?:pass|pwd|passwd|password|secret|token)|(?:my[_-]?)?(?:api|secret|access)[_-]?(?:key|token)"
    r"|(?-i:\$[A-Z_][A-Z0-9_]*|[A-Z]{2,}(?:_[A-Z]{2,})+)"
)
"""All of what stands where a credential was taken out, or never was."""
_PLACEHOLDER_WORD = re.compile(
    r"(?i)redact|scrub|removed|filtered|hidden|placeholder|dummy|example|change[_-]?me|\*\*\*"
    r"|(?<![a-z0-9])(?:your|test|bogus|invalid|sample)|(?-i:[Mm]ask|MASK|[Ff]ake|FAKE|x{4}|X{4}|([a-z0-9B-Z])\1{7})"
)
"""What hardly stands in a credential by chance: short words count only where one may begin, or in letters alike."""

_SHOWN = 4
"""How many characters of a masked value stay readable at its end, and how many at its beginning."""


class Found(NamedTuple):
    """Something in a text that looks like a credential."""

    what: str
    """What it looks like, in a few words."""
    start: int
    end: int


def find_in_text(text: str) -> Iterator[Found]:
    """What looks like a credential and is no placeholder, in order; of two that overlap the one that begins first."""
    found = [one for one in (*_shaped(text), *_named(text)) if not is_placeholder(text[one.start : one.end])]
    told_until = 0
    for one in sorted(found, key=lambda one: one.start):
        if one.start >= told_until:
            told_until = one.end
            yield one


def hidden_stretches(text: str, name: str = "") -> list[Stretch]:
    """What is to be hidden of a text, in order: all of it where the name it stands under calls it a credential.

    What has the shape of one is hidden, placeholder or not.
    """
    if is_secret_name(name) and is_secret_value(text):
        return [hidden_part(text)]
    named = (found for found in _named(text) if not is_placeholder(text[found.start : found.end]))
    stretches = sorted(_hidden(text, found) for found in (*_shaped(text), *named))
    apart: list[Stretch] = []
    for start, end in stretches:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def hidden_part(value: str) -> Stretch:
    """What is hidden of a credential: all but its scheme and, where it is long, both ends."""
    lead = scheme_length(value)
    if len(value) - lead < 4 * _SHOWN:
        return lead, len(value)
    return lead + _SHOWN, len(value) - _SHOWN


def scheme_length(value: str) -> int:
    """How long the word and the space are that tell of what kind a header's credential is."""
    scheme = _SCHEME.match(value)
    return scheme.end() if scheme else 0


def is_placeholder(value: str) -> bool:
    """Whether it stands where a credential was taken out, or never was."""
    start = scheme_length(value)
    return _PLACEHOLDER.fullmatch(value, start) is not None or _PLACEHOLDER_WORD.search(value, start) is not None


def is_secret_name(name: str) -> bool:
    """Whether what stands under a name is a credential whatever it looks like."""
    return _SECRET_NAME.fullmatch(name) is not None


def is_secret_value(value: str) -> bool:
    """Whether what stands under such a name can be a credential: no placeholder, no sentence."""
    bare = value[scheme_length(value) :]
    return len(bare) >= 6 and not any(map(str.isspace, bare)) and not is_placeholder(value)


def _shaped(text: str) -> Iterator[Found]:
    """Goes from one word of the hints to the next: that takes a tenth of what one pattern of all shapes would."""
    for hint in HINTS:
        start = text.find(hint)
        while start >= 0:
            found = _shape_at(text, start, hint)
            if found is not None:
                yield found
            start = text.find(hint, found.end if found else start + 1)


def _shape_at(text: str, start: int, hint: str) -> Found | None:
    for what, pattern in _patterns(hint):
        match = pattern.match(text, start)
        if match is not None:
            return Found(what, *match.span())
    return None


@cache
def _patterns(hint: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The shapes that begin with a hint; most hints are never met."""
    return tuple((what, re.compile(pattern)) for what, pattern, hints in _SHAPES if hint in hints)


def _named(text: str) -> Iterator[Found]:
    if may_name_secret(text):
        for match in _AWS_SECRET.finditer(text):
            yield Found("an AWS secret key", *match.span(1))
        for match in _NAMED.finditer(text):
            yield Found(f"the value of {match[1]}", *match.span(2))
    if may_hold_password(text):
        for match in _URL_PASSWORD.finditer(text):
            yield Found("the password of a URL", *match.span(1))


def _hidden(text: str, found: Found) -> Stretch:
    start, end = hidden_part(text[found.start : found.end])
    return found.start + start, found.start + end
