"""The panels. A new one is one file beside this and one entry here."""

from __future__ import annotations

from recview.ui.panels.base import Panel
from recview.ui.panels.conversation import ConversationPanel
from recview.ui.panels.json_panels import RawPanel, RequestPanel, ResponsePanel
from recview.ui.panels.playback import PlaybackPanel

PANELS: tuple[type[Panel], ...] = (PlaybackPanel, ConversationPanel, RequestPanel, ResponsePanel, RawPanel)
"""In the order of their tabs."""
