"""Takes the screenshots: drives the interface through every scene and writes one SVG each.

    python screenshots/take.py [NAME…]            writes screenshots/*.svg
    python screenshots/take.py --check [NAME…]    says which no longer show what the interface shows, and exits 1

Two pictures are the same when every line shows the same text: fonts and colours may differ with the versions, and
how many seconds ago something happened with the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import html
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

sys.path.insert(0, str(Path(__file__).parent))
from scenes import SCENES, Scene

from recview.samples import recordings_path
from recview.samples.acts import Act
from recview.store.roots import open_roots
from recview.store.settings import load_settings
from recview.ui.app import RecviewApp, browser, reviewer
from recview.ui.review_loading import ReviewRequest
from recview.ui.screens.browse import OPEN_AFTER_S, BrowseScreen

FOLDER = Path(__file__).parent

TRIES = 3
"""On a busy machine a picture may be taken before the interface has come to rest."""

MOST_LOOKS = 100
STEADY_S = 0.3
"""How long a change that was seen may have more to it: what it supersedes."""
AGE = re.compile(r"\s*\d+\ss\b")


def main() -> int:
    """Takes or checks every scene."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("scenes", nargs="*", help="only these")
    arguments = parser.parse_args()
    stale = []
    for scene in SCENES:
        if arguments.scenes and scene.name not in arguments.scenes:
            continue
        path = FOLDER / f"{scene.name}.svg"
        if not arguments.check:
            path.write_text(asyncio.run(take(scene)), encoding="utf-8")
            print(path.name)
        elif not any(is_shown(path, scene) for _ in range(TRIES)):
            stale.append(scene.name)
    if stale:
        print("no longer what the interface shows: " + ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


def is_shown(path: Path, scene: Scene) -> bool:
    """Whether the interface shows what the picture shows."""
    return path.is_file() and shown_text(path.read_text(encoding="utf-8")) == shown_text(asyncio.run(take(scene)))


async def take(scene: Scene) -> str:
    """One scene as SVG."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # pictures name folders as a reader would
        os.environ["RECVIEW_STATE_DIR"] = str(Path(folder) / "state")
        if scene.write is not None:
            scene.write(Path(folder))
        app = open_app(scene, folder)
        async with app.run_test(size=scene.size) as pilot:
            await settled(pilot)
            if scene.filter:
                await pilot.press("f")
                app.screen.query_one(Input).value = scene.filter
                await pilot.press("enter")
                await settled(pilot)
                await pilot.press("g", "n")
                await settled(pilot)
            if scene.happens is not None:
                await happen(pilot, scene.happens(Path(folder)))
            for key in scene.keys.split():
                await pilot.press(key)
                await settled(pilot)
            return app.export_screenshot(title="recview").replace(folder, "")


async def happen(pilot: Pilot[None], acts: Iterator[Act | None]) -> None:
    """Does one act after the other, each when the one before is seen on the screen."""
    screen = pilot.app.screen
    assert isinstance(screen, BrowseScreen)
    for act in acts:
        if act is None:
            continue
        seen = screen.library.changes.generation
        act.perform()
        for _ in range(MOST_LOOKS):
            await pilot.pause(OPEN_AFTER_S)
            if screen.library.changes.generation > seen:
                break
        await pilot.pause(STEADY_S)
    await settled(pilot)


def open_app(scene: Scene, folder: str) -> RecviewApp:
    """The app of a scene, not yet running."""
    settings = load_settings(
        {"theme": scene.theme, "live": scene.happens is not None}, environ={}, user_file=Path("none")
    )
    if scene.review:
        return reviewer(ReviewRequest("old", "new"), settings)
    return browser(open_roots([folder if scene.write else str(recordings_path())]), settings, title="demo")


async def settled(pilot: Pilot[None]) -> None:
    """Waits until every worker has said what it had to say and its messages are handled."""
    for _ in range(3):
        await pilot.pause(OPEN_AFTER_S)
        busy = [worker for worker in pilot.app.workers if worker.group != "watch"]  # which never ends
        if busy:
            await pilot.app.workers.wait_for_complete(busy)
        await pilot.pause()


def shown_text(svg: str) -> list[str]:
    """The lines of a picture as text, whatever their fonts and colours."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines.setdefault(float(y), []).append((float(x), AGE.sub("0 s", html.unescape(text))))
    return ["".join(text for _, text in sorted(parts)).rstrip() for _, parts in sorted(lines.items())]


if __name__ == "__main__":
    sys.exit(main())
