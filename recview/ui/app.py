"""The Textual application: themes, the first screen, the palette. Everything else is in the screens."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Timer
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

from recview.ending import ENDING_SIGNALS
from recview.store.roots import Root
from recview.store.settings import Settings
from recview.ui.actions import SCOPES, acts_in_force, shown_keys
from recview.ui.bindings import bindings_for
from recview.ui.drawing import visible
from recview.ui.feed import Story
from recview.ui.following import Follow
from recview.ui.screens.browse import BrowseScreen
from recview.ui.screens.keyed import KeyedScreen
from recview.ui.theme_files import DEFAULT_THEME, ThemeError, no_such_theme, theme_names
from recview.ui.theming import bundled_theme, theme
from recview.ui.widgets.key_bar import KeyBar
from recview.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from recview.store.tree_reading import TreeReading
    from recview.ui.review_decisions import Leaving
    from recview.ui.review_loading import ReviewRequest


SWITCH_S = 0.0005
"""How long what is busy may keep a thread from its turn: a frame is on the screen once the writing thread had two."""


class Command(NamedTuple):
    """A line of the palette."""

    title: str
    hint: str
    """The footer's word for it, or nothing."""
    keys: str
    run: Callable[[], object]


class RecviewApp(App[None]):
    """recview's interface."""

    TITLE = "recview"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDINGS = bindings_for("app")
    ENABLE_COMMAND_PALETTE = True
    _has_theme = False

    def __init__(self, first_screen: Callable[[], Screen[None]], settings: Settings) -> None:
        """`first_screen` is made once the app runs."""
        super().__init__()
        self._first_screen = first_screen
        self.exit_code = 0
        """What to leave with, if nothing crashes: 2 where there was nothing to show."""
        self._begin_with_theme(settings.text("theme"))
        self._remapped = _checked_keymap(settings)
        self._palette: Screen[None] | None = None
        self.set_keymap(self._remapped)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Textual's own themes know nothing of recview's roles: they get the default theme's."""
        return bundled_theme(DEFAULT_THEME).variables

    def get_css_variables(self) -> dict[str, str]:
        """None before the theme is known: Textual would work out those of a theme that nobody sees."""
        return super().get_css_variables() if self._has_theme else {}

    def get_default_screen(self) -> Screen[None]:
        """The first screen is the only one there is at first: none is laid out and painted beneath it."""
        screen = self._first_screen()
        self.stylesheet.read_all(screen.css_path)  # Textual does so for screens that are pushed
        return screen

    def on_ready(self) -> None:
        """The first frame stands: from now on there may be garbage to look for."""
        gc.enable()

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as SVG, in which every viewer keeps the blanks: some take those at the ends of a text away."""
        svg = super().export_screenshot(title=title, simplify=simplify)
        return svg.replace("<svg ", '<svg xml:space="preserve" ', 1)

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))  # the terminal shows nothing of us

    def end_by_signal(self, number: signal.Signals) -> None:
        """Ends in order: what runs is stopped, the terminal is given back. Leaves with 128 + the signal's number."""
        self.call_after_refresh(self.exit, return_code=128 + number)  # not before what starts has started

    def on_key_bar_mounted(self, message: KeyBar.Mounted) -> None:
        message.key_bar.remapped = self._remapped

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        """Does what the key does. Only here: a key that a screen sends does not bubble up beyond that screen."""
        self.simulate_key(message.key)

    def on_review_screen_failed(self) -> None:
        self.exit_code = 2

    async def on_event(self, event: events.Event) -> None:
        """What was said of the key before is no longer true once another is pressed."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Key) and isinstance(screen, KeyedScreen):
            screen.hush()
        await super().on_event(event)

    def action_show_help(self) -> None:
        """The keys of the focused pane first."""
        from recview.ui.screens.help import HelpScreen

        bars = self.screen.query(KeyBar)
        self.push_screen(HelpScreen(bars.first().scopes if bars else ("app",), self._remapped))

    def action_next_theme(self) -> None:
        """The next of recview's themes."""
        names = theme_names()
        index = names.index(self.theme) if self.theme in names else -1
        for name in (*names[index + 1 :], *names[: index + 1]):
            if self._use_theme(name):
                break

    def action_command_palette(self) -> None:
        """Loaded when it is asked for: the first frame does without its styles."""
        from recview.ui.commands import Palette

        old = self._palette
        if old is None or not (old.is_attached or old.is_running):  # one that is being closed still bears its name
            self._palette = Palette()
            self.push_screen(self._palette)

    def commands_for(self, screen: Screen[object]) -> Iterator[Command]:
        """What the palette offers: what the table of keys marks as commands for this screen, and the themes."""
        scopes = [scope for scope in SCOPES if any(scope in bar.scopes for bar in screen.query(KeyBar))]
        for scope in dict.fromkeys((*scopes, "app")):
            for act in acts_in_force(self._remapped, scope):
                if act.command:
                    title = act.help[:1].upper() + act.help[1:]
                    runner = self._runner(self._doer(scope, screen), act.action)
                    yield Command(title, act.hint, shown_keys(act.keys), runner)
        for name in theme_names():
            yield Command(f"Theme: {visible(name)}", "", "", partial(self._use_theme, name))

    def _doer(self, scope: str, screen: Screen[object]) -> DOMNode:
        """Who has the actions of a scope: the app, what has the focus, or the screen."""
        if scope == "app":
            return self
        focused = screen.focused
        return focused if isinstance(focused, LineView) and focused.key_scope == scope else screen

    def _runner(self, target: DOMNode, action: str) -> Callable[[], object]:
        return lambda: self.call_later(self.run_action, action, target)

    def _begin_with_theme(self, name: str) -> None:
        """As `_use_theme`, when there is nothing yet that would have to be styled anew. Textual's own will do too."""
        if name in theme_names():
            self.register_theme(theme(name))
        elif name not in self.available_themes:
            raise no_such_theme(name)
        self.set_reactive(App.theme, name)
        self._has_theme = True
        self.stylesheet.set_variables(self.get_css_variables())
        dark = self.current_theme.dark
        self.update_classes({"-dark-mode": dark, "-light-mode": not dark}, update=False)

    def _use_theme(self, name: str) -> bool:
        """Changes to a theme of recview's kind, if it can be used; a theme that is never used is never read."""
        try:
            self.register_theme(theme(name))
        except ThemeError as error:
            self.notify(visible(error.message), severity="error", markup=False)
            return False
        self.theme = name
        return True


def _checked_keymap(settings: Settings) -> dict[str, str]:
    """The remapped keys. Raises RecviewError where an action is none."""
    keys = settings.table("keys")
    if not keys:
        return keys
    from recview.ui.remapping import action_troubles  # hardly anybody's first frame waits for it

    for trouble in action_troubles(keys, settings.resolved["keys"].source):
        raise trouble
    return keys


def browser(
    roots: Sequence[Root],
    settings: Settings,
    *,
    title: str = "",
    follow: Follow = "off",
    story: Story | None = None,
    reading: TreeReading | None = None,
) -> RecviewApp:
    """The app that browses trees or files. `title` stands in the first line instead of the roots' paths.

    `story` runs once everything is read; what it tells stands in a line of its own. `reading` reads the roots
    already; without it reading begins with the screen.
    """

    def first_screen() -> BrowseScreen:
        return BrowseScreen(roots, settings, title=title, follow=follow, story=story, reading=reading)

    return RecviewApp(first_screen, settings)


def reviewer(request: ReviewRequest, settings: Settings, leaving: Leaving | None = None) -> RecviewApp:
    """The app that reviews a re-record; `leaving` hears at the end how far that is decided."""
    from recview.ui.screens.review import ReviewScreen

    return RecviewApp(lambda: ReviewScreen(request, leaving), settings)


PATIENCE_S = 5.0
"""How long it may take to end in order."""


def run(app: RecviewApp) -> int:
    """Runs an app; answers with its exit code, which is not 0 after a crash.

    SIGTERM and SIGHUP (the terminal's window is closed) end it as `end_by_signal` says. Once one did, another is
    ignored: a shell that ends and the terminal's end may each send one, and what the caller clears up takes a moment.
    """
    sys.setswitchinterval(SWITCH_S)
    gc.disable()
    asyncio.run(_run(app))
    if app.return_code and app.return_code > 128:
        for number in ENDING_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
    return app.return_code or app.exit_code


async def _run(app: RecviewApp) -> None:
    """The signals are heard by the event loop: an exception raised wherever one happens to fall may be lost there."""
    loop = asyncio.get_running_loop()
    for number in ENDING_SIGNALS:
        with suppress(NotImplementedError):  # Windows: it ends the process there
            loop.add_signal_handler(number, app.end_by_signal, number)
            signal.signal(number, _end_anyway)  # beside it: the loop hears of a signal whatever is done about it here
    await app.run_async()


def _end_anyway(number: int, frame: FrameType | None) -> None:
    """A terminal that is gone may take what is still drawn no more, and whoever waits for that would wait for ever."""
    last_resort = Timer(PATIENCE_S, os._exit, (128 + number,))
    last_resort.daemon = True
    last_resort.start()
