"""From the table of keys to Textual's bindings."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from recview.ui.actions import acts


def bindings_for(*scopes: str) -> list[BindingType]:
    """The bindings of some scopes, each with an id by which a configuration can remap it."""
    return [
        Binding(",".join(act.keys), act.action, act.help, show=False, id=act.id, priority=act.at_once)
        for act in acts(*scopes)
    ]
