"""The one table of keys: it feeds the bindings, the footer, the palette, the help, `recview keys` and the README.

An act belongs to a scope (a screen or a kind of pane). Acts of one group share a place in the footer.
Textual-free on purpose where it can be: `recview keys` prints the table without loading the interface.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from recview.model.value import value


@value
class Act:
    """One thing a key does."""

    scope: str
    """Where it holds: a key of SCOPES."""
    action: str
    """Name of the action method, with its arguments if any."""
    keys: tuple[str, ...]
    """Textual key names."""
    help: str
    """What it does, as one would say it in the help."""
    hint: str = ""
    """The footer's word for it; empty: not in the footer. Acts with the same hint share one place there."""
    command: bool = False
    """Whether the command palette offers it."""
    at_once: bool = False
    """Whether it is done before the next key is looked at: it leads to where the next ones are typed."""

    @property
    def id(self) -> str:
        """The name by which a configuration remaps it: `browse.toggle-play`."""
        name = self.action.replace("_", "-").replace("(", "-").rstrip(")").replace("'", "").replace(", ", "-")
        return f"{self.scope}.{name}"


SCOPES: dict[str, str] = {
    "app": "Everywhere",
    "lines": "Moving",
    "list": "Recordings",
    "browse": "Browsing and playback",
    "json": "JSON",
    "sections": "Conversation",
    "text": "Answer",
    "compare": "Comparing",
    "lockstep": "In lock-step",
    "groups": "Groups of a review",
    "review": "Reviewing",
    "filter": "Typing a filter",
    "note": "Writing a note",
    "pick": "Picking from a list",
    "session": "List of changes",
    "changes": "What changed on disk",
    "copy": "Copying (after y)",
}
"""Scope -> its heading in the help, in the order of the help."""


def _act(
    scope: str, action: str, keys: str, help_text: str, hint: str = "", *, command: bool = False, at_once: bool = False
) -> Act:
    return Act(scope, action, tuple(keys.split()), help_text, hint, command, at_once)


ACTIONS: tuple[Act, ...] = (
    _act("app", "show_help", "question_mark f1", "every key of the focused pane", "help", command=True),
    _act("app", "command_palette", "ctrl+p colon", "find a command", "commands"),
    _act("app", "next_theme", "T", "next theme", command=True),
    _act("app", "quit", "Q", "quit", command=True),
    #
    _act("lines", "cursor_down", "j down", "move down"),
    _act("lines", "cursor_up", "k up", "move up"),
    _act("lines", "cursor_home", "g home", "to the top"),
    _act("lines", "cursor_end", "G end", "to the bottom"),
    _act("lines", "half_page_down", "ctrl+d", "half a page down"),
    _act("lines", "half_page_up", "ctrl+u", "half a page up"),
    _act("lines", "page_down", "pagedown", "a page down"),
    _act("lines", "page_up", "pageup", "a page up"),
    #
    _act("list", "unfold", "l right", "open the group, or step into the recording"),
    _act("list", "fold", "h left", "close the group, or go to the one around it"),
    _act("list", "toggle_fold", "enter", "open or close the group; open the recording", "open"),
    _act("list", "fold_all", "H", "close every group", command=True),
    _act("list", "unfold_all", "L", "open every group", command=True),
    _act("list", "next_sort", "o", "sort by the next order", "sort", command=True),
    #
    _act("browse", "toggle_play", "space", "play or pause", "play", command=True),
    _act("browse", "step(-1)", "comma", "one chunk back", "step"),
    _act("browse", "step(1)", "full_stop", "one chunk forward", "step"),
    _act("browse", "previous_marker", "left_square_bracket", "to the marker before", "marker"),
    _act("browse", "next_marker", "right_square_bracket", "to the next marker", "marker"),
    _act("browse", "next_panel", "greater_than_sign", "next panel", "panel"),
    _act("browse", "previous_panel", "less_than_sign", "panel before", "panel"),
    _act("browse", "filter", "f", "filter the list", "filter", command=True, at_once=True),
    _act("browse", "search", "slash", "search the text of all recordings", "search", command=True, at_once=True),
    _act("browse", "next_hit", "n", "to the next recording that matches"),
    _act("browse", "previous_hit", "N", "to the matching recording before"),
    _act("browse", "toggle_mark", "m", "mark the recording", "mark", command=True),
    _act("browse", "compare", "d", "compare two marked recordings, or the marked one and this", "diff", command=True),
    _act("browse", "lock_step", "D", "play the same two in lock-step", command=True),
    _act("browse", "next_follow", "F", "follow what changes on disk; again: and play it", "follow", command=True),
    _act("browse", "changes", "W", "what changed on disk since recview opened", "changes", command=True),
    _act("browse", "successor", "S", "to the recording that took the place of this one", command=True),
    _act("browse", "relatives", "v", "the nearest recordings, and what they differ in", "relatives", command=True),
    _act("browse", "toggle_chunk_list", "c", "show or hide the list of chunks", "chunks", command=True),
    _act("browse", "slower", "minus", "play slower"),
    _act("browse", "faster", "plus equals_sign", "play faster"),
    *(
        _act("browse", f"seek_tenth({tenth})", str(tenth), "to the first chunk" if tenth == 0 else f"to {tenth}0 %")
        for tenth in range(10)
    ),
    _act("browse", "toggle_raw", "R", "the chunk parsed, or as recorded", command=True),
    _act("browse", "toggle_probabilities", "p", "colour the tokens by probability", command=True),
    _act("browse", "next_choice", "C", "all choices of the answer, or the next one by itself", command=True),
    _act("browse", "least_sure", "P", "to the least sure token; again: to the next"),
    _act("browse", "tool_result", "t", "from a tool call to the request that carries its result", command=True),
    _act("browse", "next_marked", "u", "to the next marked recording"),
    _act("browse", "previous_marked", "U", "to the marked recording before"),
    _act("browse", "clear_marks", "M", "clear all marks", command=True),
    _act(
        "browse",
        "next_problem",
        "exclamation_mark",
        "to the next recording that is unreadable, an error, or breaks off (has:problem)",
        command=True,
    ),
    _act("browse", "reload", "r", "read everything again, or go on with a reading that was stopped", command=True),
    _act("browse", "stop", "ctrl+c", "stop reading the trees, or a filter or search that runs", command=True),
    _act("browse", "next_pane(1)", "tab", "next pane"),
    _act("browse", "next_pane(-1)", "shift+tab", "pane before"),
    _act("browse", "zoom", "z", "give the focused pane the whole screen", command=True),
    _act("browse", "copy", "y", "copy: then p path, v value, j JSON, c chunk", command=True),
    _act("browse", "back", "q", "back: leave zoom, clear the filter, or quit"),
    _act("browse", "back_or_stop", "escape", "as q, but while the trees are being read it stops that before it quits"),
    #
    _act("json", "toggle_fold", "enter", "open or close the value", "open"),
    _act("json", "unfold", "l right", "open the value"),
    _act("json", "fold", "h left", "close the value, or go to the one around it"),
    _act("json", "toggle_wrap", "w", "long texts whole, or each on one line", "wrap"),
    _act("json", "fold_all", "H", "close all"),
    _act("json", "unfold_all", "L", "open all"),
    #
    _act("sections", "toggle_fold", "enter", "open or close the section", "open"),
    _act("sections", "unfold", "l right", "open the section"),
    _act("sections", "fold", "h left", "close the section"),
    _act("sections", "fold_all", "H", "close all"),
    _act("sections", "unfold_all", "L", "open all"),
    #
    _act("text", "seek_here", "enter", "to the chunk that brought this character", "chunk"),
    _act("text", "cursor_left", "h left", "a character to the left"),
    _act("text", "cursor_right", "l right", "a character to the right"),
    _act("text", "toggle_reasoning", "e", "fold or unfold the reasoning", "reasoning"),
    _act("text", "toggle_arguments", "a", "arguments of tool calls as a tree, or as sent"),
    #
    _act("compare", "next_change", "right_curly_bracket", "next change", "change"),
    _act("compare", "previous_change", "left_curly_bracket", "change before", "change"),
    _act("compare", "bracket(1)", "right_square_bracket", "then c: next change"),
    _act("compare", "bracket(-1)", "left_square_bracket", "then c: change before"),
    _act("compare", "toggle_split", "s", "unified or side by side", "unified/split", command=True),
    _act("compare", "toggle_noise", "i", "show or hide noise", "noise", command=True),
    _act("compare", "swap", "x", "swap the sides", "swap", command=True),
    _act("compare", "next_part", "greater_than_sign p", "request, response, both", "part", command=True),
    _act("compare", "previous_part", "less_than_sign", "the part before"),
    _act("compare", "toggle_fold", "enter", "open or close the unchanged lines", "unfold"),
    _act("compare", "toggle_all_folds", "L", "open or close every unchanged stretch", command=True),
    _act("compare", "toggle_wrap", "w", "long texts whole, or cut where they did not change", "wrap", command=True),
    _act(
        "compare",
        "c_key",
        "c",
        "show or hide the list of changes; after [ or ] a change further",
        "changes",
        command=True,
    ),
    _act("compare", "successor", "S", "with what took the place of a side on disk", command=True),
    _act("compare", "lock_step", "l", "play both in lock-step", "lock-step", command=True),
    _act("compare", "copy", "y", "copy: then p pointer, v value, j patch", command=True),
    _act("compare", "back", "q escape", "back to the recordings", "back"),
    #
    _act("lockstep", "toggle_play", "space", "play both, or pause", "play", command=True),
    _act("lockstep", "step(-1)", "comma", "one chunk back", "step"),
    _act("lockstep", "step(1)", "full_stop", "one chunk forward", "step"),
    _act("lockstep", "divergence(1)", "n", "to where they differ next", "difference", command=True),
    _act("lockstep", "divergence(-1)", "N", "to where they differ before", "difference", command=True),
    _act("lockstep", "slower", "minus", "play slower"),
    _act("lockstep", "faster", "plus equals_sign", "play faster"),
    *(
        _act("lockstep", f"seek_tenth({tenth})", str(tenth), "to the start" if tenth == 0 else f"to {tenth}0 %")
        for tenth in range(10)
    ),
    _act("lockstep", "swap", "x", "swap the sides", "swap", command=True),
    _act("lockstep", "successor", "S", "with what took the place of a side on disk", command=True),
    _act("lockstep", "toggle_raw", "R", "the chunks parsed, or as recorded", "raw", command=True),
    _act("lockstep", "next_choice", "C", "all choices of the answers, or the next one by itself", command=True),
    _act("lockstep", "copy", "y", "copy: then p path, v value, j JSON, c chunk", command=True),
    _act("lockstep", "back", "q escape", "back", "back"),
    #
    _act("groups", "toggle_fold", "enter", "open or close the group; the pair in full", "open"),
    _act("groups", "unfold", "l right", "open the group; from a pair to its diff"),
    _act("groups", "fold", "h left", "close the group, or go to the one around it"),
    _act("groups", "fold_all", "H", "close every group", command=True),
    _act("groups", "unfold_all", "L", "open every group", command=True),
    #
    _act("review", "decide('accept')", "a", "accept the pair", "accept", command=True),
    _act("review", "decide('reject')", "x", "reject the pair", "reject", command=True),
    _act("review", "decide('skip')", "s", "skip the pair", "skip", command=True),
    _act("review", "decide_group('accept')", "A", "accept the rest of the group; again: all of it", "group"),
    _act("review", "decide_group('reject')", "X", "reject the rest of the group; again: all of it", "group"),
    _act("review", "decide_group('skip')", "S", "skip the rest of the group; again: all of it", "group"),
    _act(
        "review",
        "undo",
        "u backspace",
        "take the last decision back; then what was decided on the pair earlier",
        "undo",
        command=True,
    ),
    _act("review", "undecided(1)", "right_square_bracket", "to the next pair that is undecided", "undecided"),
    _act("review", "undecided(-1)", "left_square_bracket", "to the undecided pair before", "undecided"),
    _act("review", "change(1)", "right_curly_bracket", "next change", "change"),
    _act("review", "change(-1)", "left_curly_bracket", "change before", "change"),
    _act("review", "toggle_part", "greater_than_sign less_than_sign p", "request or response", "part", command=True),
    _act("review", "note", "n", "put a note on the decision", "note", command=True),
    _act("review", "filter", "f", "filter by verdict, decision or words", "filter", command=True, at_once=True),
    _act("review", "open_pair", "d enter", "the pair in full", "diff", command=True),
    _act("review", "lock_step", "D", "play both in lock-step", command=True),
    _act("review", "toggle_split", "vertical_line", "unified or side by side", command=True),
    _act("review", "toggle_noise", "i", "show or hide noise", command=True),
    _act("review", "unfold_diff", "e", "open or close every unchanged stretch of the diff", command=True),
    _act("review", "toggle_wrap", "w", "long texts whole, or cut where they did not change", command=True),
    _act("review", "copy", "y", "copy: then p path or pointer, v value, j patch", command=True),
    _act("review", "next_pane(1)", "tab", "next pane"),
    _act("review", "next_pane(-1)", "shift+tab", "pane before"),
    _act("review", "zoom", "z", "give the focused pane the whole screen", command=True),
    _act("review", "back", "q escape", "back: leave zoom, the pane, the filter, or quit"),
    #
    _act("filter", "leave(True)", "enter down", "keep the filter, and on to what it leaves", "keep it", at_once=True),
    _act("filter", "leave(False)", "escape", "clear the filter", "clear it", at_once=True),
    #
    _act("note", "cancel", "escape", "leave the note as it was", "cancel"),
    #
    _act("pick", "pick", "enter l right", "compare with it", "compare"),
    _act("pick", "cancel", "q escape", "close", "close"),
    #
    _act("session", "open", "enter d", "the diff against the version before; open or close the group", "diff"),
    _act("session", "unfold", "l right", "open the group; the diff"),
    _act("session", "fold", "h left", "close the group, or go to its head"),
    _act("session", "fold_all", "H", "close every group", command=True),
    _act("session", "unfold_all", "L", "open every group", command=True),
    #
    _act("changes", "next_order", "o", "the newest first, or what changed alike together", "group", command=True),
    _act(
        "changes",
        "show",
        "space S",
        "to the recording, or its successor, in the list of all",
        "go to",
        command=True,
    ),
    _act("changes", "open_diff", "enter d", "from the diff below: that diff in full"),
    _act("changes", "change(1)", "right_curly_bracket", "next change in the diff below"),
    _act("changes", "change(-1)", "left_curly_bracket", "change before"),
    _act("changes", "next_part(1)", "greater_than_sign p", "request, response, both", command=True),
    _act("changes", "next_part(-1)", "less_than_sign", "the part before"),
    _act("changes", "unfold_diff", "e", "open or close every unchanged stretch of the diff", command=True),
    _act("changes", "toggle_wrap", "w", "long texts whole, or cut where they did not change", command=True),
    _act("changes", "copy_path", "y", "copy the path", "copy path", command=True),
    _act("changes", "zoom", "z", "give the focused pane the whole screen", command=True),
    _act("changes", "back", "q escape W", "back to the recordings", "back"),
    #
    _act("copy", "choose('path')", "p", "the path, or the JSON Pointer", "path"),
    _act("copy", "choose('value')", "v", "the value under the cursor, or the answer", "value"),
    _act("copy", "choose('json')", "j", "the JSON", "JSON"),
    _act("copy", "choose('chunk')", "c", "the chunk under the playhead", "chunk"),
    _act("copy", "cancel", "escape q", "copy nothing", "nothing"),
)


def acts(*scopes: str) -> tuple[Act, ...]:
    """The acts of some scopes, in table order."""
    return tuple(act for act in ACTIONS if act.scope in scopes)


def acts_in_force(remapped: Mapping[str, str], scope: str) -> tuple[Act, ...]:
    """The acts of a scope with the keys that a configuration leaves them: one that is remapped takes its keys away."""
    if not remapped:
        return acts(scope)
    chosen = {
        act.id: tuple(key_name(key.strip()) for key in remapped[act.id].split(","))
        for act in acts(scope)
        if remapped.get(act.id)
    }
    taken = {key for keys in chosen.values() for key in keys}
    return tuple(
        replace(act, keys=chosen.get(act.id, tuple(key for key in act.keys if key not in taken))) for act in acts(scope)
    )


_SHOWN = {
    "space": "space", "comma": ",", "full_stop": ".", "slash": "/", "question_mark": "?", "exclamation_mark": "!",
    "left_square_bracket": "[", "right_square_bracket": "]", "left_curly_bracket": "{", "right_curly_bracket": "}",
    "minus": "-", "plus": "+", "equals_sign": "=", "vertical_line": "|", "colon": ":", "escape": "esc", "enter": "⏎",
    "less_than_sign": "<", "greater_than_sign": ">", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "pageup": "pgup", "pagedown": "pgdn", "f1": "F1",
}  # fmt: skip


def shown_key(key: str) -> str:
    """A key as people write it: `^p`, `space`, `[`."""
    if key.startswith("ctrl+"):
        return "^" + shown_key(key.removeprefix("ctrl+"))
    return _SHOWN.get(key, key)


def key_name(key: str) -> str:
    """Textual's name of a key that a configuration may name by its character."""
    return next((name for name, shown in _SHOWN.items() if shown == key and len(key) == 1), key)


def shown_keys(keys: Iterable[str]) -> str:
    """Several keys, a space between."""
    return " ".join(shown_key(key) for key in keys)


def key_rows(scope: str, remapped: Mapping[str, str]) -> list[tuple[str, str]]:
    """(keys, what they do) of a scope, to be read: the ten digits that seek are one row, while they do."""
    rows = []
    in_force = acts_in_force(remapped, scope)
    seeking = [act for act in in_force if act.action.startswith("seek_tenth")]
    by_digits = all(act.keys == (str(tenth),) for tenth, act in enumerate(seeking))
    for act in in_force:
        if act not in seeking or not by_digits:
            rows.append((shown_keys(act.keys) or "none", act.help))
        elif act is seeking[0]:
            rows.append(("0 … 9", "to the first chunk, to 10 % … 90 %"))
    return rows
