"""The list to pick a recording from: the cursor goes from entry to entry, however many lines one has."""

from __future__ import annotations

from textual.app import App, ComposeResult

from recview.ui.screens.pick import Entry, Pair, PickList
from recview.ui.theming import bundled_theme

DETAILS = (("in a", "model", "seed"), ("model",), ("model", "seed", "stream", "user"))


class Few(App[None]):
    CSS = "PickList { width: 40; height: 20; }"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return bundled_theme("midnight").variables

    def compose(self) -> ComposeResult:
        yield PickList()

    def on_mount(self) -> None:
        pair = Pair("left", "right")
        entries = [Entry("~", "dim", f"name{at}", "test", "", pair, details) for at, details in enumerate(DETAILS)]
        self.query_one(PickList).show(entries, "")
        self.query_one(PickList).focus()


def tinted(view: PickList) -> list[str]:
    """The first words of the lines on the cursor's ground."""
    ground = view.tone("cursor").bgcolor
    strips = [view.render_line(y) for y in range(view.line_count)]
    return [strip.text.split()[0] for strip in strips if all(s.style and s.style.bgcolor == ground for s in strip)]


async def test_keys_go_from_entry_to_entry() -> None:
    async with Few().run_test() as pilot:
        view = pilot.app.query_one(PickList)
        at = []
        for key in ("j", "j", "j", "k", "k", "G"):
            await pilot.press(key)
            at.append(view.cursor)
        assert at == [4, 6, 6, 4, 0, 6]


async def test_the_whole_entry_is_tinted_and_a_click_on_it_stands_on_it() -> None:
    async with Few().run_test() as pilot:
        view = pilot.app.query_one(PickList)
        assert tinted(view) == ["~", "in", "model", "seed"]
        await pilot.click(PickList, offset=(8, 9))
        assert (view.cursor, tinted(view)) == (6, ["~", "model", "seed", "stream", "user"])
        view.show((), "nothing")
        assert view.cursor == 0
