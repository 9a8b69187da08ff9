"""`recview why`: what a hash stands for, whether a recording answers it, and which ones it nearly hit. Prints only."""

from __future__ import annotations

from collections.abc import Iterator

import click

from recview.analysis.nearest import Edit, Relative
from recview.analysis.request_hash import HashVerdict
from recview.analysis.secret_hints import url_without_secrets
from recview.cli.arguments import PATH
from recview.cli.output import color_option, complain, counted, print_document, print_line, styled, use_color
from recview.cli.streams import Reader
from recview.model.json_value import JSON
from recview.model.recording import Recording
from recview.store.inquiry import Inquiry, inquire
from recview.ui.edit_text import edit_text
from recview.wire.terminal import clean_line

_EDITS_SHOWN = 5
_LABEL_WIDTH = 9


@click.command("why", short_help="Explain a request hash: what answers it, or what nearly does.")
@click.argument("asked", type=PATH, metavar="HASH|FILE")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH…]")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option(
    "--nearest",
    "limit",
    default=5,
    show_default=True,
    type=click.IntRange(min=0),
    metavar="N",
    help="Show so many of the nearest recordings.",
)
@color_option
def command(asked: str, paths: tuple[str, ...], as_json: bool, limit: int, color: str) -> int:
    """Explain a request hash: whether a recording answers it, and by which edits it missed the nearest ones.

    HASH is a request hash or the beginning of one; FILE is a recording, or a request or its body as JSON. PATH… are
    the recordings to look through.

    Exit: 0 a recording answers, 1 none does, 2 trouble.
    """
    inquiry = inquire(asked, paths, limit)
    with Reader():
        if as_json:
            print_document(_document(asked, inquiry))
        else:
            for line in _report(asked, inquiry, use_color(color)):
                print_line(line)
    for unreadable in inquiry.unreadable:
        complain(f"{unreadable.path}: {unreadable.reason}")
    if inquiry.unreadable:
        return 2
    return 0 if inquiry.answers else 1


def _document(asked: str, inquiry: Inquiry) -> JSON:
    recording, verdict = inquiry.asked, inquiry.verdict
    return {
        "schema": "recview.why/1",
        "asked": asked,
        "kind": inquiry.kind,
        "request": None if recording is None else _request_document(recording),
        "hash": None if verdict is None else _hash_document(verdict),
        "answers": [{"path": one.path, "test_id": one.test_id} for one in inquiry.answers],
        "nearest": [_relative_document(relative) for relative in inquiry.relatives],
        "searched": inquiry.searched,
    }


def _request_document(recording: Recording) -> JSON:
    request = recording.request
    return {
        "path": recording.path,
        "test_id": recording.test_id,
        "method": request.method,
        "url": request.url,
        "endpoint": request.endpoint,
        "model": request.model,
    }


def _hash_document(verdict: HashVerdict) -> JSON:
    return {
        "name": verdict.name,
        "computed": verdict.computed,
        "scheme": verdict.scheme,
        "matches": verdict.matches,
    }


def _relative_document(relative: Relative) -> JSON:
    edits: list[JSON] = [
        {"op": edit.op, "path": edit.path, "old": edit.old, "new": edit.new} for edit in relative.edits
    ]
    return {
        "path": relative.recording.path,
        "test_id": relative.recording.test_id,
        "likeness": relative.likeness,
        "same_test": relative.same_test,
        "edits": edits,
    }


def _report(asked: str, inquiry: Inquiry, color: bool) -> Iterator[str]:
    recording = inquiry.asked
    yield styled(clean_line(asked), color, bold=True)
    if recording is None:
        yield _fact(
            "found", f"nothing: none of {counted(inquiry.searched, 'recording')} bears or computes this hash", color
        )
        yield _fact("hint", "save the request's body as JSON and ask `recview why request.json`,", color)
        yield _fact("", "or see what a test has recorded: `recview ls --filter test:NAME`", color)
        return
    if len({one.name for one in inquiry.named}) > 1:
        yield _fact("hash", f"the beginning of {len(inquiry.named)} names; a few more digits would tell", color)
        for one in inquiry.named:
            yield _fact("", f"{clean_line(one.path)}  {clean_line(one.test_id or '')}", color)
        return
    yield from _facts(recording, inquiry, color)
    if not inquiry.relatives:
        return
    yield ""
    yield styled("nearest (asked → recorded)", color, dim=True)
    for relative in inquiry.relatives:
        yield from _relative_lines(relative, color)


def _facts(recording: Recording, inquiry: Inquiry, color: bool) -> Iterator[str]:
    request = recording.request
    address = " ".join(part for part in (request.method, url_without_secrets(request.url)) if part)
    if inquiry.kind == "hash":
        yield _fact("file", clean_line(recording.path), color)
    for label, text in (("test", recording.test_id), ("request", address or request.name), ("model", request.model)):
        if text:
            yield _fact(label, clean_line(text), color)
    if inquiry.verdict is not None:
        yield _fact("hash", _verdict_text(inquiry), color)
    if inquiry.answers:
        first, *more = (clean_line(one.path) for one in inquiry.answers)
        yield _fact("answered", f"by {first}", color)
        for path in more:
            yield _fact("", f"   {path}", color)
    else:
        yield _fact(
            "answered", styled(f"by none of {counted(inquiry.searched, 'recording')}", color, fg="yellow"), color
        )


def _verdict_text(inquiry: Inquiry) -> str:
    verdict = inquiry.verdict
    assert verdict is not None
    if inquiry.kind == "hash" and not inquiry.named:
        return f"what the recorder asks for today; {_other_name(verdict)}"
    if verdict.matches is None:
        return "no rule can be applied to this name"
    if verdict.holds_own_name:
        return "cannot be recomputed: ids in the request were made of the name after it was given"
    if verdict.recorded_as:
        return f"recorded as {verdict.recorded_as}, and renamed since: no known rule gives this name"
    if not verdict.matches:
        return f"suspect: no known rule gives this name; the current one gives {clean_line(verdict.computed or '?')}"
    return "matches the current rule" if verdict.scheme == "current" else f"matches the {verdict.scheme} rule"


def _other_name(verdict: HashVerdict) -> str:
    """How a file comes by another name than the one that was asked for."""
    if verdict.scheme is not None:
        return f"this file keeps the name of the {verdict.scheme} rule"
    return "this file's name is no hash" if verdict.matches is None else "no known rule gives this file's name"


def _relative_lines(relative: Relative, color: bool) -> Iterator[str]:
    recording = relative.recording
    share = styled(f"{relative.percent:3}%", color, fg="cyan")
    yield f"  {share}  {clean_line(recording.path)}"
    if not relative.same_test and recording.test_id:
        yield f"        {clean_line(recording.test_id)}"
    yield f"        {_difference(relative.edits)}"
    for edit in relative.edits[:_EDITS_SHOWN] if len(relative.edits) > 1 else ():
        yield f"          {_edit(edit)}"
    if len(relative.edits) > _EDITS_SHOWN:
        yield f"          and {len(relative.edits) - _EDITS_SHOWN} more"


def _difference(edits: tuple[Edit, ...]) -> str:
    if not edits:
        return "asks for the same; its file has another name"
    if len(edits) == 1:
        return f"differs only in {_edit(edits[0])}"
    return f"differs in {len(edits)} places"


def _edit(edit: Edit) -> str:
    return edit_text(edit.op, edit.path, edit.old, edit.new)


def _fact(label: str, text: str, color: bool) -> str:
    return f"  {styled(label.ljust(_LABEL_WIDTH), color, dim=True)} {text}"
