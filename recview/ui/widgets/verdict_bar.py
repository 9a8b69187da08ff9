"""The verdict on two recordings in one line: how much of the request, and what of the response, differs."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from recview.ui.comparison import Comparison, Part
from recview.ui.drawing import grouped, strip_of
from recview.ui.widgets.toned import Toned

_VERDICT_SIGNS = {"same": ("=", "dim"), "changed": ("~", "sign-change"), "added": ("+", "sign-add"),
                  "removed": ("-", "sign-remove")}  # fmt: skip


class VerdictBar(Toned):
    """The verdict in one line: how much of the request, and what of the response, differs."""

    def __init__(self) -> None:
        super().__init__()
        self._comparison: Comparison | None = None
        self._part: Part = "request"
        self._noise_hidden = True

    def show(self, comparison: Comparison | None, part: Part, *, noise_hidden: bool) -> None:
        """Another comparison or part."""
        self._comparison, self._part, self._noise_hidden = comparison, part, noise_hidden
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._comparison is None:
            return Strip.blank(width, self.rich_style)
        verdict = self._comparison.verdict
        changes = len(self._comparison.request.visible)
        segments = [
            Segment(" request ", self._part_style("request")),
            Segment(f"~{changes}" if changes else "=", self.tone("sign-change" if changes else "dim")),
            *self._address(),
            Segment("   "),
            Segment(" response ", self._part_style("response")),
        ]
        facts = (("text", verdict.text), ("tools", verdict.tool_calls), ("finish", verdict.finish_reason),
                 ("usage", verdict.usage), ("error", verdict.error))  # fmt: skip
        for name, state in facts:
            if name == "error" and state == "same":
                continue
            sign, role = _VERDICT_SIGNS[state]
            segments += [Segment(f" {name} ", self.tone("dim")), Segment(sign + " ", self.tone(role))]
        noise = sum(self._comparison.part(self._part).hidden.values())
        if noise:
            said = f"   {grouped(noise)} noise {'hidden' if self._noise_hidden else 'shown'}"
            segments.append(Segment(said, self.tone("faint")))
        return strip_of(segments, width, self.rich_style)

    def _address(self) -> list[Segment]:
        """What of the request's address differs: its URL, its method, its tool."""
        if self._comparison is None:
            return []
        return [
            segment
            for fact in self._comparison.address
            for segment in (Segment(f"  {fact.name} ", self.tone("dim")), Segment("~", self.tone("sign-change")))
        ]

    def _part_style(self, part: Part) -> Style:
        return self.tone("playhead") + Style(underline=True) if self._part in (part, "both") else self.tone("title")
