"""What every widget that draws its own lines shares: the tones of the theme, and a way to speak up.

Tones are looked up in the theme's variables and not in component classes: a style sheet would compute each of some
fifty for every such widget at every change of focus.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.style import Style
from textual.color import Color
from textual.message import Message
from textual.style import Style as ContentStyle
from textual.widget import Widget

from recview.ui.tones import BOLD, GROUNDS, ITALIC


class Tones:
    """The styles of the roles under one theme."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self._styles: dict[str, Style] = {}

    def style(self, role: str) -> Style:
        """A role's style. `delta` is the newest text on its ground."""
        style = self._styles.get(role)
        if style is None:
            style = self._styles[role] = self._make(role)
        return style

    def fading(self, role: str, share: float) -> Style:
        """A ground that fades into the background: `share` 1 is its own colour."""
        ground = Color.parse(self.variables["background"]).blend(self._color(role), share)
        return Style(bgcolor=ground.rich_color)

    def _make(self, role: str) -> Style:
        if role == "delta":
            return Style(color=self._color("delta-text").rich_color, bgcolor=self._color("delta-new").rich_color)
        color = self._color(role).rich_color
        if role in GROUNDS:
            return Style(bgcolor=color)
        return Style(color=color, bold=role in BOLD or None, italic=role in ITALIC or None)

    def _color(self, role: str) -> Color:
        return Color.parse(self.variables[role])


class Toned(Widget):
    """A widget that can ask for the style of a role."""

    _tones: Tones | None = None
    """The tones of the theme in use; made anew when the theme changes."""

    def tone(self, role: str) -> Style:
        """The style of a role, as the theme colours it."""
        return self._theme_tones().style(role)

    def fading(self, role: str, share: float) -> Style:
        """The ground of a role, fading into the background: `share` 1 is its own colour, 0 none of it."""
        return self._theme_tones().fading(role, share)

    def _theme_tones(self) -> Tones:
        variables = self.app.theme_variables
        if self._tones is None or self._tones.variables is not variables:
            self._tones = Tones(variables)
        return self._tones

    def content_tone(self, role: str) -> ContentStyle:
        """The same for Textual's Content."""
        return ContentStyle.from_rich_style(self.tone(role))

    def tell(self, make_message: Callable[[], Message]) -> None:
        """Posts a message as this widget's own, whoever's doing led to it.

        Textual takes the widget whose handler is running for the sender, and does not bubble a message up to its
        sender: what a screen sets in a widget would never be told to the screen.
        """
        self.call_later(lambda: self.post_message(make_message()))
