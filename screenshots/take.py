"""Takes the screenshots: drives the interface over the bundled recordings and writes one SVG a scene.

    python screenshots/take.py            writes screenshots/*.svg
    python screenshots/take.py --check    says which of them no longer show what the interface shows, and exits 1

Two pictures are the same when every line shows the same text: fonts and colours may differ with the versions.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from recview.samples import recordings_path
from recview.store.roots import open_roots
from recview.store.settings import load_settings
from recview.ui.app import browser
from recview.ui.screens.browse import OPEN_AFTER_S

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Scene:
    """A state of the interface: how to get there, and what it is called."""

    name: str
    filter: str
    """What the list is filtered by first; the first recording it leaves is opened."""
    keys: str = ""
    """Textual key names in a row, pressed then."""
    size: tuple[int, int] = (120, 36)
    theme: str = "midnight"


SCENES: tuple[Scene, ...] = (
    Scene("playback", "", "6"),
    Scene("tool-call", "test:parallel_weather", "tab 6", (160, 40)),
    Scene("reasoning", "has:reasoning stream:yes", "tab 5"),
    Scene("error", "test:connection_lost", "tab 9"),
    Scene("conversation", "test:picnic finish:stop", "greater_than_sign tab"),
    Scene("request", "test:picnic finish:stop", "greater_than_sign greater_than_sign tab"),
    Scene("compare", "test:tilted_planet", "m down d"),
    Scene("compare-unified", "test:tilted_planet", "m down d s"),
    Scene("small", "test:tilted_planet", "down enter 6", (80, 24)),
    Scene("small-list", "", "", (80, 24)),
    Scene("paper", "test:tilted_planet", "down tab 7", theme="paper"),
    Scene("contrast", "test:tilted_planet", "down tab 7", theme="contrast"),
    Scene("help", "", "question_mark"),
)


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
        svg = asyncio.run(take(scene))
        if not arguments.check:
            path.write_text(svg, encoding="utf-8")
            print(path.name)
        elif not path.is_file() or shown_text(path.read_text(encoding="utf-8")) != shown_text(svg):
            stale.append(scene.name)
    if stale:
        print("no longer what the interface shows: " + ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


async def take(scene: Scene) -> str:
    """One scene as SVG."""
    settings = load_settings({"theme": scene.theme, "live": False}, environ={}, user_file=Path("none"))
    app = browser(open_roots([str(recordings_path())]), settings, title="demo")
    async with app.run_test(size=scene.size) as pilot:
        await settled(pilot)
        if scene.filter:
            await pilot.press("f")
            app.screen.query_one(Input).value = scene.filter
            await pilot.press("enter")
            await settled(pilot)
            await pilot.press("g", "n")
            await settled(pilot)
        for key in scene.keys.split():
            await pilot.press(key)
            await settled(pilot)
        return app.export_screenshot(title="recview")


async def settled(pilot: Pilot[None]) -> None:
    """Waits until every worker has said what it had to say and its messages are handled."""
    for _ in range(3):
        await pilot.pause(OPEN_AFTER_S)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def shown_text(svg: str) -> list[str]:
    """The lines of a picture as text, whatever their fonts and colours."""
    lines: dict[str, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines.setdefault(y, []).append((float(x), html.unescape(text)))
    return ["".join(text for _, text in sorted(parts)).rstrip() for _, parts in sorted(lines.items(), key=by_height)]


def by_height(line: tuple[str, object]) -> float:
    """Lines from the top down."""
    return float(line[0])


if __name__ == "__main__":
    sys.exit(main())
