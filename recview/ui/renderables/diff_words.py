"""What the pane of a diff says of it in words: that nothing differs, or which change of how many it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from recview.analysis.jsondiff import Change, Diff
from recview.ui.beside_body import beside_words
from recview.ui.comparison import Diffs, Part
from recview.ui.drawing import counted, grouped, visible


def same_note(diffs: Diffs, part: Part, *, key_for_noise: str) -> str:
    """What stands in place of a part in which nothing that counts differs. `key_for_noise` shows what does not."""
    beside = diffs.beside_body if part != "response" else ()
    alone = not diffs.request.visible and not diffs.response.visible
    noise = sum(diffs.part(part).hidden.values())
    if beside and alone and not noise and not diffs.bookkeeping:
        return beside_words(beside, alone=True)
    return " ".join(filter(None, (_same(diffs, part, noise, key_for_noise), beside_words(beside, alone=False))))


def _same(diffs: Diffs, part: Part, noise: int, key_for_noise: str) -> str:
    what = "requests and responses" if part == "both" else f"{part}s"
    if diffs.beside_body and part != "response":
        what = f"bodies of the {what}"
    if noise:
        how = f"; {key_for_noise} shows it" if key_for_noise else ""
        return f"The {what} are the same but for noise ({grouped(noise)}{how})."
    if diffs.bookkeeping:
        named = ", ".join(visible(field.rpartition("/")[2]) for field in diffs.bookkeeping[:3])
        told = f"{named} …" if len(diffs.bookkeeping) > 3 else named
        return f"Both say the same; mere bookkeeping differs: {told}" + ("." if diffs.beside_body else "")
    if not diffs.request.visible and not diffs.response.visible and not diffs.beside_body:
        return "The requests are the same, and so are the responses."
    return f"The {what} are the same."


def shown_changes(diff: Diff, *, noise_hidden: bool) -> list[tuple[int, Change]]:
    """The changes that are not hidden, each with its index in the diff."""
    return [(at, each) for at, each in enumerate(diff.changes) if not (noise_hidden and each.noise)]


def place_words(shown: Sequence[tuple[int, Change]], here: int | None) -> str:
    """Where a change stands, and which of how many it is; `here`: its index in the diff, None: in none of them."""
    number = next((number for number, (at, _) in enumerate(shown, 1) if at == here), None)
    if number is None:
        return counted(len(shown), "change") if shown else ""
    change = shown[number - 1][1]
    hashed = " · feeds the hash" if change.hashed else ""
    return f"{visible(change.path or '(the whole)')}{hashed} · {grouped(number)}/{grouped(len(shown))}"
