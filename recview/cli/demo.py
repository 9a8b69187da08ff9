"""`recview demo`: the interface on the recordings that ship with the package."""

from __future__ import annotations

import signal
import sys

import click

from recview.cli.arguments import theme_option
from recview.cli.interface import open_interface
from recview.ending import ENDING_SIGNALS
from recview.samples import recordings_path
from recview.store.roots import open_roots


@click.command()
@click.option("--live", is_flag=True, help="Re-record them, in a copy, before one's eyes.")
@theme_option
def command(live: bool, theme: str | None) -> int:
    """Open the interface on recordings that ship with recview."""
    if not live:
        return open_interface(open_roots([str(recordings_path())]), theme=theme, title="demo")
    from recview.samples.live import LiveDemo, demo_tree

    for ending in ENDING_SIGNALS:  # while nothing runs yet that hears them: the copy goes all the same
        signal.signal(ending, lambda number, frame: sys.exit(128 + number))
    with demo_tree() as tree:
        demo = LiveDemo(tree)
        return open_interface(
            open_roots([str(tree)]),
            theme=theme,
            no_cache=True,
            title="demo",
            follow="play",
            story=lambda tell, stop: demo.run(tell, stop, stop.wait),
        )
