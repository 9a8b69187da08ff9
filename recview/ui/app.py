"""The Textual application: themes, the first screen, the palette. Everything else is in the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand
from textual.screen import Screen

from recview.errors import RecviewError
from recview.store.roots import Root
from recview.store.settings import Settings
from recview.ui.actions import ACTIONS, SCOPES
from recview.ui.bindings import bindings_for
from recview.ui.feed import Story
from recview.ui.following import Follow
from recview.ui.screens.browse import BrowseScreen
from recview.ui.theming import bundled_themes
from recview.ui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from recview.ui.review_loading import ReviewRequest


class RecviewApp(App[None]):
    """recview's interface."""

    TITLE = "recview"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDINGS = bindings_for("app")
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, first_screen: Callable[[], Screen[None]], settings: Settings) -> None:
        """`first_screen` is made once the app runs."""
        self._defaults = bundled_themes()[0].variables
        super().__init__()
        self._first_screen = first_screen
        self.exit_code = 0
        """What to leave with, if nothing crashes: 2 where there was nothing to show."""
        theme = settings.text("theme")
        for bundled in bundled_themes():
            self.register_theme(bundled)
        if theme not in self.available_themes:
            names = ", ".join(bundled.name for bundled in bundled_themes())
            raise RecviewError(f"no theme is called {theme}", f"There are: {names}.")
        self.theme = theme
        self.set_keymap(_checked_keymap(settings.table("keys")))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Textual's own themes know nothing of recview's roles: they get the default theme's."""
        return self._defaults

    def on_mount(self) -> None:
        self.push_screen(self._first_screen())

    def on_review_screen_failed(self) -> None:
        self.exit_code = 2

    def action_show_help(self) -> None:
        """The keys of the focused pane first."""
        from recview.ui.screens.help import HelpScreen

        bars = self.screen.query(KeyBar)
        self.push_screen(HelpScreen(bars.first().scopes if bars else ("app",)))

    def action_next_theme(self) -> None:
        """The next of recview's themes."""
        names = [bundled.name for bundled in bundled_themes()]
        index = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(index + 1) % len(names)]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: what the table of keys marks as commands for this screen, and the themes."""
        scopes = [scope for scope in SCOPES if any(scope in bar.scopes for bar in screen.query(KeyBar))]
        for act in ACTIONS:
            if act.command and act.scope in (*scopes, "app"):
                target = self if act.scope == "app" else screen
                title = act.help[:1].upper() + act.help[1:]
                yield SystemCommand(title, SCOPES[act.scope], self._runner(target, act.action))
        for bundled in bundled_themes():
            yield SystemCommand(f"Theme: {bundled.name}", "Colours", self._theme_setter(bundled.name))

    def _runner(self, target: App[None] | Screen[object], action: str) -> Callable[[], object]:
        return lambda: self.call_later(self.run_action, action, target)

    def _theme_setter(self, name: str) -> Callable[[], None]:
        return lambda: setattr(self, "theme", name)


def _checked_keymap(keys: dict[str, str]) -> dict[str, str]:
    """The remapped keys. Raises RecviewError where an action is none."""
    known = {act.id for act in ACTIONS}
    for action in keys:
        if action not in known:
            raise RecviewError(f"keys: there is no action {action}", "`recview keys` lists them.")
    return keys


def browser(
    roots: Sequence[Root], settings: Settings, *, title: str = "", follow: Follow = "off", story: Story | None = None
) -> RecviewApp:
    """The app that browses trees or files. `title` stands in the first line instead of the roots' paths.

    `story` runs once everything is read; what it tells stands in a line of its own.
    """
    return RecviewApp(lambda: BrowseScreen(roots, settings, title=title, follow=follow, story=story), settings)


def reviewer(request: ReviewRequest, settings: Settings) -> RecviewApp:
    """The app that reviews a re-record."""
    from recview.ui.screens.review import ReviewScreen

    return RecviewApp(lambda: ReviewScreen(request), settings)


def run(app: RecviewApp) -> int:
    """Runs an app; answers with its exit code, which is not 0 after a crash."""
    app.run()
    return app.return_code or app.exit_code
