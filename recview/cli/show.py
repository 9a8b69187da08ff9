"""`recview show`: what recordings hold. Reads and prints; the report and the document are made elsewhere."""

from __future__ import annotations

from itertools import chain

import click

from recview.cli.arguments import PATH
from recview.cli.output import color_option, complain_of, print_document, print_line, use_color
from recview.cli.recording_report import report_lines
from recview.cli.streams import Reader
from recview.model.recording import Unreadable
from recview.store.reading import load
from recview.store.recording_document import recording_document, unreadable_document


@click.command("show", short_help="What recordings hold: request, answer, tool calls, usage.")
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line, exact, in the order given.")
@click.option("--chunks", "with_chunks", is_flag=True, help="Every chunk of a stream too.")
@color_option
def command(files: tuple[str, ...], as_json: bool, with_chunks: bool, color: str) -> int:
    """Show what recordings hold: request, answer, tool calls, usage, error, problems.

    Exit: 0 done, 2 a file could not be read.
    """
    unreadable = False
    shown = 0
    with Reader():
        for loaded in chain.from_iterable(map(load, files)):
            if isinstance(loaded, Unreadable):
                unreadable = True
                complain_of(loaded)
                if as_json:
                    print_document(unreadable_document(loaded))
            elif as_json:
                print_document(recording_document(loaded, with_chunks))
            else:
                if shown:
                    print_line("")
                for line in report_lines(loaded, use_color(color), with_chunks):
                    print_line(line)
                shown += 1
    return 2 if unreadable else 0
