"""What looks like a credential in a recording, and how to show it without giving it away. Knows no screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from recview.analysis.secret_hints import may_hold_secret
from recview.model.json_value import JSON, pointer
from recview.model.recording import Recording

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    ("an Anthropic API key", r"\bsk-ant-[\w-]{16,}"),
    ("an API key", r"\bsk-(?:proj-|or-v1-|svcacct-)?(?=[\w-]{0,128}?\d)[\w-]{20,}"),
    ("a Google API key", r"\bAIza[\w-]{30,}"),
    ("an AWS access key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("a Groq API key", r"\bgsk_\w{20,}"),
    ("a Hugging Face token", r"\bhf_[A-Za-z]{30,}"),
    ("an NVIDIA API key", r"\bnvapi-[\w-]{20,}"),
    ("an xAI API key", r"\bxai-\w{20,}"),
    ("a GitHub token", r"\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,})"),
    ("a JSON Web Token", r"\beyJ[\w-]{8,2048}+\.eyJ[\w-]{8,}+\.[\w-]{8,}"),
    ("a bearer token", r"(?i:\bbearer) +(?=[\w.~+/-]{0,128}?\d)[\w.~+/-]{20,}=*"),
)
"""How far one looks for a digit or for a dot is bounded: a long text may begin like a credential at every word."""
_SECRET = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS))
_SHORTEST = 20
"""No pattern above matches less."""

_SECRET_HEADERS = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "x-api-key",
        "api-key",
        "x-goog-api-key",
        "x-auth-token",
        "x-amz-security-token",
        "cookie",
        "set-cookie",
    }
)
_SECRET_QUERY = frozenset({"key", "api_key", "api-key", "apikey", "token", "access_token", "auth", "sig", "signature"})
_SCHEME = re.compile(r"(?i)(?:bearer|basic|token|digest)\s+")
_PLACEHOLDER = re.compile(
    r"(?i)[*x.…_-]*|<.*>|\[.*\]|none|null|test\w*"
    r"|.*(?:redact|mask|scrub|removed|filtered|hidden|placeholder|dummy|fake|example|\*\*\*).*"
)
"""What stands where a credential was taken out, or never was."""

_SHOWN = 4
"""How many characters of a masked value stay readable at its end, and how many at its beginning."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that looks like a credential."""

    path: str
    """JSON Pointer into the recording's document."""
    what: str
    """What it looks like, in a few words."""
    masked: str
    """The value with its middle hidden."""


def mask(value: str) -> str:
    """A credential as it may be shown: its scheme and, where it is long, both ends."""
    scheme = _SCHEME.match(value)
    lead = scheme[0] if scheme else ""
    bare = value[len(lead) :]
    if len(bare) < 4 * _SHOWN:
        return f"{lead}…" if bare else lead
    return f"{lead}{bare[:_SHOWN]}…{bare[-_SHOWN:]}"


def mask_header(name: str, value: str) -> str:
    """A header's value as it may be shown: hidden where the name or the value says it is a credential."""
    return mask(value) if name.lower() in _SECRET_HEADERS else mask_text(value)


def mask_text(text: str) -> str:
    """`text` with whatever looks like a credential hidden."""
    return _SECRET.sub(lambda match: mask(match[0]), text)


def mask_url(url: str) -> str:
    """A URL with its password and the credentials of its query hidden."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a broken host: only what is recognisable can be hidden
        return mask_text(url)
    netloc = re.sub(r":[^:@]*@", ":…@", parts.netloc)
    query = re.sub(r"([^&=]+)=([^&]*)", _masked_parameter, parts.query)
    return mask_text(parts._replace(netloc=netloc, query=query).geturl())


def _masked_parameter(match: re.Match[str]) -> str:
    return f"{match[1]}={mask(match[2])}" if match[1].lower() in _SECRET_QUERY else match[0]


def find_secrets(recording: Recording) -> Iterator[Secret]:
    """Every credential in a recording's headers, its URL, and any string of the document; each value once."""
    seen: set[str] = set()
    for secret, value in _candidates(recording):
        if value not in seen:
            seen.add(value)
            yield secret


def _candidates(recording: Recording) -> Iterator[tuple[Secret, str]]:
    for name, value in recording.request.headers.items():
        if name.lower() in _SECRET_HEADERS and isinstance(value, str) and not _is_placeholder(value):
            yield Secret(pointer(["request", "headers", name]), f"the header {name}", mask(value)), value
    yield from _in_url(recording.request.url or "")
    if not _may_hold_any(recording.document):
        return
    for path, text in _strings(recording.document):
        if not may_hold_secret(text):
            continue
        for match in _SECRET.finditer(text):
            if not _is_placeholder(match[0]):
                what = _PATTERNS[(match.lastindex or 1) - 1][0]
                yield Secret(pointer(path), what, mask(match[0])), match[0]


def _in_url(url: str) -> Iterator[tuple[Secret, str]]:
    try:
        parts = urlsplit(url)
        password, parameters = parts.password, parse_qsl(parts.query)
    except ValueError:  # a broken host, or more parameters than the parser takes
        return
    if password and not _is_placeholder(password):
        yield Secret("/request/url", "a password", mask(password)), password
    for name, value in parameters:
        if name.lower() in _SECRET_QUERY and not _is_placeholder(value):
            yield Secret("/request/url", f"the parameter {name}", mask(value)), value


def _is_placeholder(value: str) -> bool:
    scheme = _SCHEME.match(value)
    return _PLACEHOLDER.fullmatch(value, scheme.end() if scheme else 0) is not None


def _may_hold_any(document: JSON) -> bool:
    """Whether a closer look is worth its time: nearly all documents hold nothing that even begins like a credential."""
    long_strings: list[str] = []
    pending: list[JSON] = [document]
    take, put = pending.pop, pending.extend
    while pending:
        item = take()
        if type(item) is str:
            if len(item) >= _SHORTEST:
                long_strings.append(item)
        elif type(item) is dict:
            put(item.values())
        elif type(item) is list:
            put(item)
    return may_hold_secret("\n".join(long_strings))


def _strings(value: JSON) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every string with its path, in document order."""
    pending: list[tuple[tuple[str | int, ...], JSON]] = [((), value)]
    while pending:
        path, item = pending.pop()
        if isinstance(item, str):
            yield path, item
        elif isinstance(item, dict):
            pending.extend(((*path, key), item[key]) for key in reversed(item))
        elif isinstance(item, list):
            pending.extend(((*path, index), item[index]) for index in reversed(range(len(item))))
