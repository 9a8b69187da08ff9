"""`recview serve`: the same interface in a browser, on this machine only."""

from __future__ import annotations

import importlib.util
import shlex
import sys

import click

from recview.cli.arguments import PATH
from recview.cli.output import complain
from recview.errors import RecviewError
from recview.store.roots import open_roots


@click.command(short_help="Serve the interface to a browser on this machine.")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH…]")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
def command(paths: tuple[str, ...], port: int) -> int:
    """Serve the interface to a browser on this machine (needs the extra `serve`)."""
    roots = open_roots(paths)  # a wrong path is told here, not in the browser
    if importlib.util.find_spec("textual_serve") is None:
        raise RecviewError("textual-serve is not installed", "pip install 'recview[serve]' brings it.")
    from textual_serve.server import Server

    complain(
        f"listening on http://127.0.0.1:{port}, for this machine only",
        "There is no login: any program and any page on this machine can read what is shown. ^C ends it.",
    )
    call = [sys.executable, "-m", "recview", *(root.path for root in roots)]
    Server(shlex.join(call), host="127.0.0.1", port=port, title="recview").serve()
    return 0
