"""`recview check`: what is wrong with recordings. Prints findings; the rules are `recview.analysis.checks`'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import click

from recview.analysis.checks import problems
from recview.analysis.problem import SEVERITIES, Problem, Severity
from recview.analysis.superseded import RequestIdentity, find_superseded
from recview.cli.arguments import PATH
from recview.cli.output import color_option, complain, print_document, print_line, styled, use_color
from recview.cli.streams import Reader
from recview.model.json_value import JSON
from recview.model.recording import Unreadable
from recview.store.reading import LoadedRecording, load
from recview.store.roots import open_roots
from recview.store.rows import full_row
from recview.store.scan import FoundFile, list_files
from recview.wire.terminal import clean_line

_COLORS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}

_NOTES_SHOWN = 3
"""How often the same note is listed for people before it is only counted."""


class Finding(NamedTuple):
    """A problem, and the recording that has it."""

    path: str
    problem: Problem


@click.command("check", short_help="Find what is wrong: hashes, secrets, cut streams, usage, …")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH…]")
@click.option("--json", "as_json", is_flag=True, help="One JSON document with every finding.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="Exit with 1 where a finding is at least this grave.",
)
@color_option
def command(paths: tuple[str, ...], as_json: bool, fail_on: Severity, color: str) -> int:
    """Find what is wrong with recordings: hashes, secrets, truncated streams, inconsistent usage, …

    Exit: 0 nothing as grave as --fail-on, 1 findings, 2 a folder could not be read.
    """
    listing = list_files(open_roots(paths))
    findings, checked = _check(listing.files)
    with Reader():
        if as_json:
            print_document(_document(findings, checked))
        else:
            _print_findings(findings, use_color(color))
    if not as_json:
        click.echo(_summary(findings, checked), err=True)
    for folder, reason in listing.troubles:
        complain(f"{folder}: {reason}")
    if listing.troubles:
        return 2
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return 1 if any(problem.severity in grave for _, problem in findings) else 0


def _document(findings: list[Finding], checked: int) -> JSON:
    return {
        "schema": "recview.check/1",
        "findings": [
            {"path": path, "rule": problem.rule, "severity": problem.severity, "message": problem.message}
            for path, problem in findings
        ],
        "checked": checked,
    }


def _check(files: Iterable[FoundFile]) -> tuple[list[Finding], int]:
    """All findings in order of path, and how many recordings were looked at, the unreadable ones among them."""
    findings: list[Finding] = []
    identities: list[RequestIdentity] = []
    checked = 0
    for found in files:
        for loaded in _load(found):
            checked += 1
            if isinstance(loaded, Unreadable):
                findings.append(Finding(loaded.path, Problem("unreadable", "error", loaded.reason)))
                continue
            identities.append(RequestIdentity.of(loaded.recording))
            found_here = problems(loaded.recording, loaded.chunks)
            findings.extend(Finding(loaded.recording.path, problem) for problem in found_here)
    for path, successor in find_superseded(identities).items():
        findings.append(Finding(path, Problem("superseded", "note", f"superseded by {successor}")))
    findings.sort(key=lambda finding: finding.path)
    return findings, checked


def _load(found: FoundFile) -> Iterator[LoadedRecording | Unreadable]:
    """A file's recordings; nothing for JSON that lies in the tree and was never meant as one."""
    loaded = load(found.path)
    if all(isinstance(item, Unreadable) for item in loaded) and not found.expected and full_row(found) is None:
        return
    yield from loaded


def _print_findings(findings: list[Finding], color: bool) -> None:
    """A line a finding, as compilers write them; a note that many recordings share comes once, at the end."""
    times = Counter(problem for problem in map(_kind, findings) if problem.severity == "note")
    for finding in findings:
        if times[_kind(finding)] <= _NOTES_SHOWN:
            path, problem = finding
            where = f" (chunk {problem.position})" if problem.position is not None else ""
            print_line(f"{clean_line(path)}: {_told(problem, color)}{where}")
    for problem, count in times.items():
        if count > _NOTES_SHOWN:
            print_line(f"{count} recordings: {_told(problem, color)}")


def _kind(finding: Finding) -> Problem:
    """The problem wherever in a stream it stands."""
    problem = finding.problem
    return Problem(problem.rule, problem.severity, problem.message)


def _told(problem: Problem, color: bool) -> str:
    severity = styled(problem.severity, color, fg=_COLORS[problem.severity])
    return f"{severity} {problem.rule}: {clean_line(problem.message)}"


def _summary(findings: list[Finding], checked: int) -> str:
    counts = Counter(problem.severity for _, problem in findings)
    told = ", ".join(
        f"{counts[severity]:,} {severity}{'' if counts[severity] == 1 else 's'}" for severity in SEVERITIES
    )
    return f"{checked:,} recording{'' if checked == 1 else 's'} checked: {told}"
