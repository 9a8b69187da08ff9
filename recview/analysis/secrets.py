"""Where a recording holds what looks like a credential, and how to show such a thing without giving it away.

What one looks like is `secret_shapes`'. Knows no screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from recview.analysis.secret_hints import may_hold_secret, shown_piece
from recview.analysis.secret_shapes import (
    find_in_text,
    hidden_part,
    hidden_stretches,
    is_placeholder,
    is_secret_name,
    is_secret_value,
    scheme_length,
)
from recview.model.json_value import JSON, pointer
from recview.model.recording import Recording

if TYPE_CHECKING:  # who only hides credentials of a text loads no transcripts
    from recview.analysis.block import Block
    from recview.analysis.transcript import Transcript

_SHORTEST = 16
"""Nothing shorter is taken for a credential by its shape alone."""

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


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that looks like a credential."""

    path: str
    """JSON Pointer into the recording's document, or into the answer put together from its chunks."""
    what: str
    """What it looks like, in a few words."""
    masked: str
    """The value with its middle hidden."""
    position: int | None = None
    """The chunk, 1…n, at which it begins; None where it stands in the document as it is."""


def mask(value: str) -> str:
    """A credential as it may be shown: its scheme and, where it is long, both ends."""
    start, end = hidden_part(value)
    return f"{value[:start]}…{value[end:]}" if start < end else value


def mask_header(name: str, value: str) -> str:
    """A header's value as it may be shown: hidden where the name or the value says it is a credential."""
    return mask(value) if _is_secret_header(name) else mask_text(value)


def mask_text(text: str) -> str:
    """`text` with whatever looks like a credential hidden."""
    return shown_piece(text, hidden_stretches(text), 0, len(text))


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


def find_secrets(recording: Recording, transcript: Transcript | None = None) -> Iterator[Secret]:
    """Every credential in a recording's headers, its URL, and any string or name of the document; each value once.

    With its `transcript`, in the texts put together from its chunks, too: these may be cut anywhere, so that no chunk
    holds more than a part of the credential.
    """
    found: dict[str, Secret] = {}
    for secret, value in _candidates(recording):
        found.setdefault(value[scheme_length(value) :], secret)
    put_together: dict[str, Secret] = {}
    for secret, value in _in_blocks(transcript) if transcript is not None else ():
        bare = value[scheme_length(value) :]
        if bare not in found:
            put_together.setdefault(bare, secret)
    parts = _beginnings_of_others([*found, *put_together])
    for value, secret in found.items():
        if value not in parts or not secret.path.startswith("/response/"):
            yield secret
    yield from put_together.values()


def _beginnings_of_others(values: list[str]) -> set[str]:
    """Those with which another value begins: what a chunk holds of a credential that goes on in the next."""
    values.sort()
    return {one for one, other in pairwise(values) if other.startswith(one)}


def _candidates(recording: Recording) -> Iterator[tuple[Secret, str]]:
    for name, value in recording.request.headers.items():
        if _is_secret_header(name) and isinstance(value, str) and not is_placeholder(value):
            yield Secret(pointer(["request", "headers", name]), f"the header {name}", mask(value)), value
    yield from _in_url(recording.request.url or "")
    if not _holds_any(recording.document):
        return
    for path, name, text in _strings(recording.document):
        found_any = False
        for what, value in _in_text(text) if len(text) >= _SHORTEST else ():
            found_any = True
            yield Secret(mask_text(pointer(path)), what, mask(value)), value
        if not found_any and is_secret_name(name) and is_secret_value(text):
            yield Secret(mask_text(pointer(path)), f"the value of {name}", mask(text)), text


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    """What is found in a text, and its value."""
    for found in find_in_text(text):
        yield found.what, text[found.start : found.end]


def _in_blocks(transcript: Transcript) -> Iterator[tuple[Secret, str]]:
    if not may_hold_secret("\n".join([block.text for block in transcript.blocks])):
        return
    for block in transcript.blocks:
        for found in find_in_text(block.text):
            value = block.text[found.start : found.end]
            path = pointer(_place(transcript, block))
            yield Secret(path, found.what, mask(value), block.chunk_at(found.start)), value


def _place(transcript: Transcript, block: Block) -> list[str | int]:
    """Where a text stands in the answer, in the vocabulary of `recview show --json`."""
    if block.kind == "data":
        return ["data"]
    if block.kind == "error":
        return ["error", "message"]
    choice: list[str | int] = ["choices", transcript.choices.index(block.choice)]
    if block.kind != "tool_call":
        return [*choice, "content" if block.kind == "text" else block.kind]
    slots = sorted(one.key.number for one in transcript.blocks if (one.kind, one.choice) == (block.kind, block.choice))
    return [*choice, "tool_calls", slots.index(block.key.number), "arguments"]


def _in_url(url: str) -> Iterator[tuple[Secret, str]]:
    try:
        parts = urlsplit(url)
        password, parameters = parts.password, parse_qsl(parts.query)
    except ValueError:  # a broken host, or more parameters than the parser takes
        return
    if password and not is_placeholder(password):
        yield Secret("/request/url", "a password", mask(password)), password
    for name, value in parameters:
        if name.lower() in _SECRET_QUERY and not is_placeholder(value):
            yield Secret("/request/url", f"the parameter {name}", mask(value)), value


def _is_secret_header(name: str) -> bool:
    return name.lower() in _SECRET_HEADERS or is_secret_name(name)


def _holds_any(document: JSON) -> bool:
    """Whether it is worth its time to look where: nearly all documents hold nothing. No credential spans lines."""
    long_strings: list[str] = []
    names: set[str] = set()
    pending: list[JSON] = [document]
    take, put, note = pending.pop, pending.extend, names.update
    while pending:
        item = take()
        if type(item) is str:
            if len(item) >= _SHORTEST:
                long_strings.append(item)
        elif type(item) is dict:
            note(item)
            put(item.values())
        elif type(item) is list:
            put(item)
    return any(map(_is_telling_name, names)) or any(find_in_text("\n".join(long_strings)))


@lru_cache(maxsize=4096)
def _is_telling_name(name: str) -> bool:
    """Whether a name calls what stands under it a credential, or may itself hold one; names come again and again."""
    return is_secret_name(name) or (len(name) >= _SHORTEST and may_hold_secret(name))


def _strings(document: JSON) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Every string with its path and the name it stands under, in document order.

    The names of an object come before what stands under them, with the object's path, as strings without a name.
    """
    pending: list[tuple[tuple[str | int, ...], str, JSON]] = [((), "", document)]
    while pending:
        path, name, item = pending.pop()
        if isinstance(item, str):
            yield path, name, item
        elif isinstance(item, dict):
            yield from ((path, "", key) for key in item)
            pending.extend(((*path, key), key, item[key]) for key in reversed(item))
        elif isinstance(item, list):
            pending.extend(((*path, index), "", item[index]) for index in reversed(range(len(item))))
