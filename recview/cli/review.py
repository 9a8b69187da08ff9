"""`recview review`: what a re-record changed. Reads the arguments, prints, and says by its exit code what it found."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from recview.analysis.jsondiff import PathPattern, parse_pattern
from recview.analysis.review import Review
from recview.cli.arguments import FOLDER, PATH, complete_list
from recview.cli.output import color_option, complain, print_document, print_line, use_color
from recview.cli.review_document import review_document
from recview.cli.review_failing import DECIDED, KINDS, Counting, counting
from recview.cli.review_markdown import markdown
from recview.cli.review_page import page_lines
from recview.cli.review_words import between
from recview.cli.streams import Reader
from recview.errors import RecviewError
from recview.model.judgement import Decision
from recview.store.collector import collector_paused
from recview.store.judging import judge, keyed_parts
from recview.store.ledger import Ledger, Part
from recview.store.rerecord import review_sides
from recview.store.revisions import open_sides
from recview.store.settings import Settings, load_settings
from recview.ui.decision_words import progress_words

_FILE = click.Path(dir_okay=False, path_type=Path)


class _Review(click.Command):
    """Takes what stands behind `--` apart: paths, not sides."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            at = args.index("--")
            args, ctx.obj = args[:at], tuple(args[at + 1 :])
        return super().parse_args(ctx, args)


def _kinds(_context: click.Context, _parameter: click.Parameter, lists: tuple[str, ...]) -> tuple[str, ...] | None:
    if not lists:
        return None
    kinds = tuple(kind.strip() for one in lists for kind in one.split(",") if kind.strip())
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        raise click.BadParameter(f"{', '.join(unknown) or 'nothing'} is not among {', '.join(KINDS)}")
    return kinds


@click.command("review", cls=_Review, short_help="Review a re-record, grouped by what changed.")
@click.argument("old", type=PATH)
@click.argument("new", type=PATH, required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON document with everything.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Markdown for a pull request, below 60,000 characters.")
@click.option("--all", "shows_all", is_flag=True, help="Every line of the page, however many they are.")
@click.option(
    "--fail-on",
    multiple=True,
    callback=_kinds,
    metavar="LIST",
    shell_complete=complete_list(tuple(KINDS)),
    help=f"Exit with 1 only for these: {', '.join(KINDS)}.",
)
@click.option("--decided", "settles", is_flag=True, help="What is accepted counts no more for the exit code.")
@click.option("--ignore", multiple=True, metavar="PATH", help="A JSON Pointer to pass over; * and ** are wildcards.")
@click.option("-C", "directory", default=".", type=FOLDER, metavar="DIR", help="Look from this folder.")
@click.option("--ui", "opens_ui", is_flag=True, help="Go through it on the screen: accept, reject, skip.")
@click.option("--import", "imported", type=_FILE, metavar="FILE", help="First take in decisions that were exported.")
@click.option("--export", "exported", type=_FILE, metavar="FILE", help="Write the decisions on this review to a file.")
@color_option
@click.pass_context
def command(
    context: click.Context,
    old: str,
    new: str | None,
    as_json: bool,
    as_markdown: bool,
    shows_all: bool,
    fail_on: tuple[str, ...] | None,
    directory: str,
    opens_ui: bool,
    imported: Path | None,
    exported: Path | None,
    color: str,
    settles: bool,
    ignore: tuple[str, ...],
) -> int:
    """Review a re-record: every new recording beside its old self, grouped by what changed.

    OLD and NEW are two folders or two git revisions; OLD alone is A..B, A...B, or a revision to compare with the
    working tree; `:` is the index. Behind `--` paths narrow the review.

    What was decided with --ui or comes by --import is told on every page. With --decided, with --import, and where
    --fail-on lists rejected, skipped or undecided, what is accepted counts no more: neither for what else --fail-on
    lists, nor as a difference.

    Exit: 0 nothing differs, 1 something does (with --fail-on: something listed), 2 trouble; with --ui 0 or 2.
    """
    if as_json and as_markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    settings = load_settings(cwd=Path(directory).resolve())
    patterns = tuple(parse_pattern(pattern) for pattern in (*settings.words("ignore"), *ignore))
    if imported is not None:
        complain(f"took in {Ledger().take_in(imported)} decisions from {imported}")
    if opens_ui:
        if exported is not None:
            raise click.UsageError("--export writes what is decided already: call it after --ui")
        if as_json or as_markdown or settles or fail_on is not None:
            raise click.UsageError("--ui opens the screen: --json, --markdown, --fail-on, --decided are for printing")
        return _open(settings, old, new, directory, context.obj or (), patterns)
    settles = settles or imported is not None or not DECIDED.keys().isdisjoint(fail_on or ())
    ledger = _ledger(needed=settles or exported is not None)
    with collector_paused():
        sides = open_sides(old, new, directory, context.obj or ())
        compared = between(*sides)
        review = review_sides(*sides, patterns)
        judged = judge(review, ledger)
        with Reader():
            if as_json:
                print_document(review_document(review, judged))
            elif as_markdown:
                print_line(markdown(review, judged, compared).rstrip("\n"))
            else:
                _print_page(
                    page_lines(review, judged, use_color(color), compared=compared, shows_all=shows_all), review
                )
        if exported is not None and ledger is not None:
            _export(review, ledger, exported)
        gc.freeze()  # the process ends here: to look for cycles in all that was read would only take time
    for unreadable in review.unreadable:
        complain(f"{unreadable.path}: {unreadable.reason}")
    return _exit_code(counting(review, judged, settles=settles), fail_on)


def _print_page(lines: Iterable[str], review: Review) -> None:
    """Who looks at the page is told of the screen."""
    for line in lines:
        print_line(line)
    if review.differs and sys.stdout.isatty():
        complain("--ui goes through it on the screen: accept, reject, skip")


def _ledger(*, needed: bool) -> Ledger | None:
    """The ledger; where nobody asked for decisions, a page without them is better than none."""
    try:
        return Ledger()
    except RecviewError as error:
        if needed:
            raise
        complain(f"without decisions: {error.message}", error.hint)
        return None


def _export(review: Review, ledger: Ledger, file: Path) -> None:
    parts = {key: Part(recording.test_id, recording.path) for key, recording in keyed_parts(review)}
    complain(f"wrote {ledger.export(file, parts)} decisions to {file}")


def _exit_code(found: Counting, fail_on: tuple[str, ...] | None) -> int:
    if found.review.unreadable and "unreadable" not in (fail_on or ()):
        return 2
    if fail_on is None:
        return 1 if found.differs else 0
    return 1 if any(KINDS[kind](found) for kind in fail_on) else 0


def _open(
    settings: Settings,
    old: str,
    new: str | None,
    directory: str,
    paths: tuple[str, ...],
    ignore: tuple[PathPattern, ...],
) -> int:
    """Runs the interface on the review; its exit code. Raises RecviewError without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise RecviewError(
            "the review screen needs a terminal", "Without --ui the review is printed; --json makes it a document."
        )
    from recview.ui.app import reviewer, run  # no other command but the interface loads Textual
    from recview.ui.review_loading import ReviewRequest

    tally: dict[Decision | None, int] = {}
    code = run(reviewer(ReviewRequest(old, new, directory, paths, ignore), settings, tally.update))
    if told := progress_words(tally):
        complain(f"{told}; --export FILE hands them on")
    return code
