"""The one table of commands: names, where each lives, in the order of `--help`."""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "open": "recview.cli.open",
    "demo": "recview.cli.demo",
    "ls": "recview.cli.ls",
    "show": "recview.cli.show",
    "play": "recview.cli.play",
    "diff": "recview.cli.diff",
    "review": "recview.cli.review",
    "why": "recview.cli.why",
    "check": "recview.cli.check",
    "watch": "recview.cli.watch",
    "usage": "recview.cli.usage",
    "search": "recview.cli.search",
    "textconv": "recview.cli.textconv",
    "themes": "recview.cli.themes",
    "keys": "recview.cli.keys",
    "config": "recview.cli.config",
    "completion": "recview.cli.completion",
    "serve": "recview.cli.serve",
}
"""Command name -> module that holds a click command named `command`. Loaded only when called."""


def meant_command(word: str) -> str:
    """What to say of a word that is none: the command that it may be meant for, if any."""
    from difflib import get_close_matches  # only where something went wrong

    if word in COMMANDS:  # an option came before it
        return f"Options stand behind a command: recview {word} …"
    found = get_close_matches(word, [name for name in COMMANDS if name != "open"], 1)
    return f"Did you mean `recview {found[0]}`?" if found else ""
