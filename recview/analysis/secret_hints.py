"""What credentials begin with: a quick look that spares nearly every text the closer one of `secret_shapes`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

Stretch = tuple[int, int]
"""From where to where in a text something is to be hidden."""

HINTS = (
    "-----BEGIN", "sk-", "AIza", "AKIA", "ASIA", "gsk_", "hf_", "nvapi-", "xai-", "ghp_", "gho_", "ghu_", "ghs_",
    "ghr_", "github_pat_", "eyJ", "bearer", "Bearer", "BEARER", "tvly-", "xox", "glpat-", "pplx-", "ya29.", "pypi-",
    "dapi", "r8_", "sk_live_", "rk_live_",
)  # fmt: skip
_NAMES_END = ('key"', "key\\", "passw", "secret", 'token"', "token\\", "authorization")
"""Of the names under which a credential stands in JSON, in small letters."""
_NAMES_HOLD = ("key", "pass", "secret", "token", "auth")
"""One of these is in each name that calls what stands under it a credential."""


def may_hold_secret(text: str) -> bool:
    """Whether anything in a text may be a credential: begins like one, or stands where one would.

    One search for each word: together they take a tenth of what one pattern of them all would.
    """
    return any(hint in text for hint in HINTS) or may_hold_password(text) or may_name_secret(text)


def may_hold_password(text: str) -> bool:
    """Whether a text may hold a URL with a password."""
    return "@" in text and "://" in text


def may_name_secret(text: str) -> bool:
    """Whether a text may call something a credential: in JSON nearly always, and hardly any text is JSON."""
    if '":' in text or '" :' in text:
        small = text.lower()
        return any(hint in small for hint in _NAMES_END)
    return "ecret" in text or "ECRET" in text  # as an AWS secret key is set in an environment


def without_secrets(text: str, name: str = "") -> str:
    """`text` with whatever looks like a credential hidden, all of it where the name it stands under calls it one."""
    return shown_piece(text, secret_stretches(text, name), 0, len(text))


def url_without_secrets(url: str | None) -> str:
    """A URL with its password and the credentials of its query hidden; empty where there is none."""
    if not url:
        return ""
    if "@" not in url and "?" not in url:
        return without_secrets(url)
    from recview.analysis.secrets import mask_url

    return mask_url(url)


def secret_stretches(text: str, name: str = "") -> Sequence[Stretch]:
    """What `without_secrets` hides of a text, in order: for who shows the text in pieces."""
    if not may_hold_secret(text) and not any(hint in name.lower() for hint in _NAMES_HOLD):
        return ()
    from recview.analysis.secret_shapes import hidden_stretches  # takes longer to load than most texts to print

    return hidden_stretches(text, name)


def shown_piece(text: str, hidden: Sequence[Stretch], start: int, end: int) -> str:
    """`text[start:end]` with an ellipsis where a hidden stretch begins, and nothing of the stretch.

    Pieces that follow each other make the whole text without its hidden stretches.
    """
    if not hidden:
        return text[start:end]
    shown: list[str] = []
    first = bisect_left(hidden, start, key=lambda stretch: stretch[1])
    for begin, stop in hidden[first:]:
        if begin >= end:
            break
        shown.append(text[start:begin])  # empty where the stretch began before
        if begin >= start:
            shown.append("…")
        start = max(start, stop)
    shown.append(text[start:end])
    return "".join(shown)
