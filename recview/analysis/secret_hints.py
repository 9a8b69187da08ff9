"""What credentials begin with: a quick look that spares nearly every text the closer one of `secrets`."""

from __future__ import annotations

_HINTS = (
    "-----BEGIN", "sk-", "AIza", "AKIA", "ASIA", "gsk_", "hf_", "nvapi-", "xai-", "ghp_", "gho_", "ghu_", "ghs_",
    "ghr_", "github_pat_", "eyJ", "bearer", "Bearer", "BEARER",
)  # fmt: skip


def may_hold_secret(text: str) -> bool:
    """Whether anything in a text begins like a credential.

    One search for each word: together they take a tenth of what one pattern of them all would.
    """
    return any(hint in text for hint in _HINTS)


def without_secrets(text: str) -> str:
    """`text` with whatever looks like a credential hidden."""
    if not may_hold_secret(text):
        return text
    from recview.analysis.secrets import mask_text  # its patterns take longer to load than most texts to print

    return mask_text(text)


def url_without_secrets(url: str | None) -> str:
    """A URL with its password and the credentials of its query hidden; empty where there is none."""
    if not url:
        return ""
    if "@" not in url and "?" not in url:
        return without_secrets(url)
    from recview.analysis.secrets import mask_url

    return mask_url(url)
