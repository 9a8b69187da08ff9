"""What is wrong with remapped keys: actions and keys that are none; and which acts they leave without a key.

Loads no Textual, so commands may ask.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from string import punctuation

from recview.errors import RecviewError
from recview.ui.actions import ACTIONS, SCOPES, acts, acts_in_force, key_name, shown_key

_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
_NAMED = {
    "escape", "enter", "tab", "space", "backspace", "insert", "delete", "home", "end", "pageup", "pagedown",
    "up", "down", "left", "right", "slash", "backslash", "at", "minus", "plus", "underscore",
    *(f"f{number}" for number in range(1, 25)),
}  # fmt: skip
"""What is not called after its character in Unicode."""
_MEANT = {
    "esc": "escape", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown", "page_up": "pageup",
    "page_down": "pagedown", "return": "enter", "control": "ctrl",
}  # fmt: skip


def remapping_troubles(remapped: Mapping[str, str], source: str) -> list[RecviewError]:
    """All that is wrong with remapped keys; `source` is where they are written."""
    return [*action_troubles(remapped, source), *key_troubles(remapped, source)]


def action_troubles(names: Iterable[str], source: str) -> Iterator[RecviewError]:
    """One for each of the names that is no action."""
    known = [act.id for act in ACTIONS]
    for name in names:
        if name not in known:
            meant = _nearest(name, known)
            hint = f"Did you mean {meant}?" if meant else "`recview keys` lists them."
            yield RecviewError(f"{source}: keys: there is no action {name}", hint)


def key_troubles(remapped: Mapping[str, str], source: str) -> Iterator[RecviewError]:
    """One for each key that no keyboard has."""
    for action, keys in remapped.items():
        for key in map(str.strip, keys.split(",")):
            if not _is_key(key_name(key)):
                meant = _meant(key)
                hint = f"Did you mean {meant}?" if meant else "Keys are written p, P, ?, ctrl+p, f5, space, pageup."
                yield RecviewError(f"{source}: keys: {action} = {key}: no keyboard has this key", hint)


def acts_without_keys(remapped: Mapping[str, str]) -> Iterator[str]:
    """In words, each act whose keys were all taken by acts that are remapped."""
    for scope in SCOPES if remapped else ():
        in_force = acts_in_force(remapped, scope)
        for before, now in zip(acts(scope), in_force, strict=True):
            if before.keys and not now.keys:
                takers = dict.fromkeys(
                    f"{shown_key(key)} is {act.id} now" for key in before.keys for act in in_force if key in act.keys
                )
                yield f"{now.id} ({now.help}) has no key left: {', '.join(takers)}"


def _is_key(key: str) -> bool:
    modifiers, base = _parts(key)
    if not set(modifiers) <= _MODIFIERS:
        return False
    if len(base) == 1:  # with shift a character is another one, and beside other modifiers it tells no case
        return base.isprintable() and "shift" not in modifiers and not (modifiers and base.isupper())
    return base in _NAMED or _is_character(base)


def _parts(key: str) -> tuple[list[str], str]:
    """The modifiers and the key itself, which may be `+`."""
    before, plus, base = key[:-1].rpartition("+")
    return before.split("+") if plus else [], base + key[-1:]


def _is_character(name: str) -> bool:
    """Whether it is the name of a character, with `_` for whatever in it is no letter: `greater_than_sign`."""
    if any(unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_") == name for sign in punctuation):
        return True
    try:
        return name.islower() and unicodedata.lookup(name.replace("_", " ")).isprintable()
    except KeyError:
        return False


def _meant(key: str) -> str:
    """The key that was meant, as far as one can tell."""
    modifiers, base = _parts(key)
    if modifiers == ["shift"] and len(base) == 1:
        return base.upper()
    if key.startswith("^"):
        modifiers, base = ["ctrl"], key[1:]
    lower = [part.lower() for part in (*modifiers, base)]
    fixed = "+".join(_MEANT.get(part, part) for part in lower)
    return fixed if _is_key(fixed) else _nearest(fixed, sorted(_NAMED))


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # only where something is wrong

    return next(iter(get_close_matches(word, list(known), 1)), "")
