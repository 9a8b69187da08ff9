"""`recview diff`: compares two recordings, also as git's external diff. Reads and prints; pages are made elsewhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace

import click

from recview.analysis.comparison import Comparison, compare_recordings
from recview.analysis.jsondiff import PathPattern, parse_pattern
from recview.cli.arguments import PATH
from recview.cli.diff_document import diff_document, trouble_document
from recview.cli.diff_hunks import PageStyle
from recview.cli.diff_page import MARK_COLORS, Parts, page_lines
from recview.cli.output import (
    ColorChoice,
    color_choice,
    color_option,
    complain,
    knows_colors,
    print_document,
    print_line,
    styled,
    use_color,
)
from recview.cli.streams import Reader
from recview.cli.textconv import text_lines
from recview.model.json_value import as_object
from recview.model.recording import Recording, Request, Response, Unreadable
from recview.store.reading import LoadedRecording, load
from recview.store.settings import load_settings
from recview.wire.terminal import clean_line

_GIT_ARGUMENTS = (7, 9)
"""How many arguments git gives an external diff: path, and file, hash and mode of both sides; more for a rename."""
_GIT_CALLS = "GIT_DIFF_PATH_COUNTER"
"""The variable by which git tells an external diff which of its paths it is called for."""


@click.command("diff", short_help="Compare two recordings: what was asked, and what was answered.")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="A B")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--part", type=click.Choice(["request", "response", "all"]), default="all", help="Compare only this.")
@click.option("--unified/--side-by-side", default=True, help="One below the other (the default), or beside each other.")
@click.option("--ignore", multiple=True, metavar="PATH", help="A JSON Pointer to leave out; * and ** are wildcards.")
@click.option("--all-noise", is_flag=True, help="Count ids, fingerprints and timestamps as differences too.")
@color_option
def command(
    files: tuple[str, ...],
    as_json: bool,
    part: str,
    unified: bool,
    ignore: tuple[str, ...],
    all_noise: bool,
    color: ColorChoice,
) -> int:
    """Compare two recordings: the requests by structure, the answers by what they say.

    Also an external diff for git (git config diff.recview.command "recview diff").

    Exit: 0 the same but for noise, 1 differences, 2 trouble.
    """
    patterns = tuple(parse_pattern(pattern) for pattern in (*load_settings().words("ignore"), *ignore))
    parts = Parts(request=part != "response", response=part != "request")
    style = PageStyle(
        color=use_color(color),
        layout="unified" if unified else "split",
        width=shutil.get_terminal_size().columns,
        with_noise=all_noise,
    )
    if len(files) in _GIT_ARGUMENTS and _GIT_CALLS in os.environ:
        under_pager = bool(os.environ.get("GIT_PAGER_IN_USE")) and color_choice(color) == "auto" and knows_colors()
        _show_git_change(files, patterns, parts, replace(style, color=True) if under_pager else style)
        return 0
    if len(files) == 1 and _GIT_CALLS in os.environ:
        print_line(f"recview diff {clean_line(files[0])}: unmerged, there are no two sides yet")
        return 0
    if len(files) != 2:
        raise click.UsageError("recview diff compares two files")
    if (files[0] == os.devnull) != (files[1] == os.devnull):
        return _show_only_side(files, patterns, parts, style, as_json)
    sides = [_read(file) for file in files]
    if troubles := [side for side in sides if isinstance(side, Unreadable)]:
        return _tell_troubles(files, troubles, as_json)
    old, new = (side for side in sides if isinstance(side, LoadedRecording))
    comparison = _compare(old, new, patterns)
    with Reader():
        if as_json:
            print_document(diff_document(files[0], files[1], comparison, parts))
        else:
            for line in page_lines(old.recording, new.recording, comparison, parts, style):
                print_line(line)
    return 1 if _differs(comparison, parts, all_noise) else 0


def _tell_troubles(files: Sequence[str], troubles: Sequence[Unreadable], as_json: bool) -> int:
    folders = [trouble for trouble in troubles if os.path.isdir(trouble.path)]  # noqa: PTH112
    for trouble in dict.fromkeys(troubles):
        hint = "`recview review OLD NEW` compares folders." if trouble in folders[-1:] else ""
        complain(f"{trouble.path}: {trouble.reason}", hint)
    if as_json:
        print_document(trouble_document(files[0], files[1], troubles))
    return 2


def _read(file: str) -> LoadedRecording | Unreadable:
    found = load(file)
    if len(found) != 1:
        return Unreadable(file, f"holds {len(found)} recordings; only one can be compared with one")
    return found[0]


def _compare(old: LoadedRecording, new: LoadedRecording, patterns: tuple[PathPattern, ...]) -> Comparison:
    return compare_recordings(old.recording, old.assembled, new.recording, new.assembled, patterns)


def _differs(comparison: Comparison, parts: Parts, all_noise: bool) -> bool:
    request, response = comparison.request, comparison.response
    if parts.request and (comparison.address or (request.changes if all_noise else request.visible)):
        return True
    if not parts.response:
        return False
    if response.visible or not comparison.verdict.same:  # a text may differ in what is noise, and is another text
        return True
    return all_noise and bool(response.changes or comparison.verdict.bookkeeping)


def _show_git_change(files: Sequence[str], patterns: tuple[PathPattern, ...], parts: Parts, style: PageStyle) -> None:
    """What git asks for: one file of a commit, the old side, the new side, or both. Git takes no exit code but 0."""
    path, old_file, new_file = files[0], files[1], files[4]
    renamed = files[7] if len(files) > 7 else ""
    print_line(f"recview diff {clean_line(path)}" + (f" → {clean_line(renamed)}" if renamed else ""))
    sides = [None if file == os.devnull else _read(file) for file in (old_file, new_file)]
    old, new = sides
    if isinstance(old, LoadedRecording) and isinstance(new, LoadedRecording):
        comparison = _compare(old, new, patterns)
        before, after = replace(old.recording, path=path), replace(new.recording, path=renamed or path)
        for line in page_lines(before, after, comparison, parts, style):
            print_line(line)
        return
    for sign, side in zip("-+", sides, strict=True):
        if isinstance(side, Unreadable):
            print_line(f"{sign} cannot be read: {clean_line(side.reason)} (git diff --no-ext-diff shows the text)")
        elif side is not None:
            _print_side(sign, side, style)


def _show_only_side(
    files: Sequence[str], patterns: tuple[PathPattern, ...], parts: Parts, style: PageStyle, as_json: bool
) -> int:
    """A recording that was added or removed: git's difftool names the null device in place of the other side."""
    is_new = files[0] == os.devnull
    there = _read(files[is_new])
    if isinstance(there, Unreadable):
        return _tell_troubles(files, [there], as_json)
    with Reader():
        if as_json:
            absent = LoadedRecording(_absent(there.recording))
            comparison = _compare(*((absent, there) if is_new else (there, absent)), patterns)
            document = as_object(diff_document(files[0], files[1], comparison, parts))
            print_document({**document, "only": "b" if is_new else "a"})
        else:
            for sign, file in zip(("---", "+++"), files, strict=True):
                print_line(styled(f"{sign} {clean_line(file)}", style.color, bold=True))
            _print_side("+" if is_new else "-", there, style)
    return 1


def _absent(other: Recording) -> Recording:
    """What stands for the side that is not there: it asks nothing, and nothing came back."""
    return Recording(os.devnull, "", other.test_id, Request(other.request.kind), Response(streaming=False))


def _print_side(sign: str, side: LoadedRecording, style: PageStyle) -> None:
    for line in text_lines(side):
        print_line(styled(f"{sign}{line}", style.color, fg=MARK_COLORS[sign]))
