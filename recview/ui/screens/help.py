"""Every key, from the table that binds them; the focused pane's first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from recview.analysis.query_keys import FEATURES
from recview.ui.actions import ACTIONS, SCOPES, key_rows
from recview.ui.renderables.timeline import MARKER_SHAPES
from recview.ui.screens.dismissed_once import DismissedOnce
from recview.ui.widgets.line_view import LineView
from recview.ui.widgets.pane import Pane

SIGNS = (
    ("●", "good", "a stream, complete"),
    ("◐", "warn", "a stream that breaks off: it ends without a finish reason"),
    ("○", "dim", "a plain response"),
    ("◌", "faint", "only its request is read yet"),
    ("✗", "bad", "an error, or a file that cannot be read"),
    ("◆", "marked", "marked"),
    ("⚙0 [1]", "role-tool", "in the list of chunks: which tool call, which choice"),
    ("+ - ~", "sign-change", "added, removed, changed"),
    ("# ·", "playhead", "in a list of changes: feeds the hash, means nothing"),
    ("✓ ✗ » ·", "good", "in a review: accepted, rejected, skipped, undecided"),
    ("~ = = +", "sign-change", "in a review: text, tool calls, finish reason, usage"),
)


FILTER_WORDS = (
    ("Saturn", "json-string", "the word in test, model, path or answer; more words: all of them"),
    ('"two words"', "json-string", "the phrase as it stands"),
    ("-word", "json-string", "without it; also before a key"),
    ("this | that", "json-string", "one or the other"),
    ("test:", "json-key", "also model: endpoint: dialect: path: text: (of the answer alone)"),
    ("has:tools", "json-key", f"or {', '.join(feature for feature in FEATURES if feature != 'tools')}"),
    ("usage:none", "json-key", "calls that say nothing of their tokens"),
    ("stream:yes", "json-key", "or no"),
    ("finish:stop", "json-key", "how it ended"),
    ("chunks:>100", "json-key", "also tokens:>1000 size:>1mb, with < >= <= and 10..20"),
    ("changed:5m", "json-key", "on disk, within the last five minutes; also >1h 2d"),
)
"""The filter language by examples."""

_KEYS_CELLS = 16


class KeyTable(LineView):
    """The keys of some scopes, then the signs and markers. What is too long goes on below."""

    has_cursor = False

    def __init__(self, scopes: Sequence[str], remapped: Mapping[str, str]) -> None:
        super().__init__()
        ordered = [*scopes, *(scope for scope in SCOPES if scope not in scopes)]
        self._rows: list[tuple[str, str, str]] = []
        for scope in ordered:
            self._rows += [("", "title", SCOPES[scope])]
            self._rows += [(keys, "playhead", text) for keys, text in key_rows(scope, remapped)]
            self._rows += [("", "", "")]
        self._rows += [("", "title", "Words of a filter"), *FILTER_WORDS, ("", "", "")]
        self._rows += [("", "title", "Signs"), *SIGNS, ("", "", ""), ("", "title", "Marks on the timeline")]
        self._rows += [(shape, role, name) for shape, role, name in MARKER_SHAPES.values()]
        self._lines = self._rows

    def lines_changed(self) -> None:
        room = max(20, self.scrollable_content_region.width - _KEYS_CELLS)
        self._lines = []
        for keys, role, text in self._rows:
            first, *others = wrap(text, room) or [""]
            self._lines += [(keys, role, first), *((" ", role, other) for other in others)]
        super().lines_changed()

    @property
    def line_count(self) -> int:
        return len(self._lines)

    def line_segments(self, line: int, width: int) -> Sequence[Segment]:
        keys, role, text = self._lines[line]
        if not keys:
            return [Segment(text, self.tone("title") + Style(bold=True) if text else Style())]
        return [Segment(f"  {keys:<{_KEYS_CELLS - 2}}", self.tone(role)), Segment(text)]


_SHOW_HELP = next(act for act in ACTIONS if act.id == "app.show-help")


class HelpScreen(ModalScreen[None], DismissedOnce[None]):
    """The keys, over the screen they belong to."""

    CSS_PATH = "help.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape,q", "dismiss", "close", show=False),
        Binding(",".join(_SHOW_HELP.keys), "dismiss", "close", show=False, id=_SHOW_HELP.id),
    ]
    """What opened it closes it, whatever key that is."""

    def __init__(self, scopes: Sequence[str], remapped: Mapping[str, str]) -> None:
        """`scopes` come first; `remapped` is what the configuration remaps, as `KeyBar.remapped`."""
        super().__init__()
        self._scopes = scopes
        self._remapped = remapped

    def compose(self) -> ComposeResult:
        with Pane(id="help-pane") as pane:
            pane.title = "Keys"
            pane.facts = "esc closes"
            yield KeyTable(self._scopes, self._remapped)

    def on_mount(self) -> None:
        self.query_one(KeyTable).focus()
