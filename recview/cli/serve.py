"""`recview serve`: the same interface in a browser, on this machine only."""

from __future__ import annotations

import errno
import importlib.util
import os
import shlex
import socket
import sys

import click

from recview.cli.arguments import PATH
from recview.cli.output import complain
from recview.errors import RecviewError
from recview.store.roots import open_roots

_HOST = "127.0.0.1"


@click.command(short_help="Serve the interface to a browser on this machine.")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH…]")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
def command(paths: tuple[str, ...], port: int) -> int:
    """Serve the interface to a browser on this machine (needs the extra `serve`).

    Exit: 0 ended, 2 trouble: the port is in use, a path is missing.
    """
    roots = open_roots(paths)  # a wrong path is told here, not in the browser
    _require_free(port)
    if importlib.util.find_spec("textual_serve") is None:
        raise RecviewError("textual-serve is not installed", "pip install 'recview[serve]' brings it.")
    from textual_serve.server import Server

    complain(
        f"listening on http://{_HOST}:{port}, for this machine only",
        "There is no login: any program and any page on this machine can read what is shown. ^C ends it.",
    )
    call = [sys.executable, "-m", "recview", "open", "--", *(root.path for root in roots)]
    Server(shlex.join(call), host=_HOST, port=port, title="recview").serve()
    return 0


def _require_free(port: int) -> None:
    """Raises RecviewError where nobody may listen on the port: the server would say so too late."""
    with socket.socket() as probe:
        if os.name == "posix":  # as the server does: connections that are only just closed do not count
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is in use" if taken else f"cannot be listened on: {(error.strerror or str(error)).lower()}"
            raise RecviewError(f"port {port} {reason}", "--port takes another.") from None
