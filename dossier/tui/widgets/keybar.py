"""The line at the bottom: what the keys do here; every entry can be clicked."""

from __future__ import annotations

from itertools import accumulate, filterfalse

from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from dossier.i18n import _
from dossier.tui.keys import Shown, shown_keys
from dossier.tui.text import width

_ALWAYS = ("command_palette", "help", "app.help")


class KeyBar(Widget):
    """Keys of the present screen, the ones an input method cannot swallow."""

    COMPONENT_CLASSES = {"keybar--key"}  # noqa: RUF012

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def entries(self) -> list[Shown]:
        """As many as there is room for, in their order up to the first that has none; commands and
        help always, and last: with them everything else can be reached by the mouse.
        """
        shown = [item for item in shown_keys(self.screen) if item.show]
        always = sorted(filter(_always, shown), key=lambda item: _ALWAYS.index(item.action))
        others = list(filterfalse(_always, shown))
        room = self.size.width - sum(map(_cells, always))
        fitting = sum(end <= room for end in accumulate(map(_cells, others)))
        return [*others[:fitting], *always]

    def render_line(self, y: int) -> Strip:
        """The keys, and what each is for."""
        base = self.rich_style
        if y:
            return Strip.blank(self.size.width, base)
        strong = self.get_component_rich_style("keybar--key")
        segments: list[Segment] = []
        for item in self.entries():
            segments += [
                Segment(f" {item.display} ", strong),
                Segment(_(item.label) + " ", base),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        start = 0
        for item in self.entries():
            end = start + _cells(item)
            if start <= event.x < end:
                await self.app.run_action(item.action, item.node)
                return
            start = end


def _always(item: Shown) -> bool:
    return item.action in _ALWAYS


def _cells(item: Shown) -> int:
    return width(item.display) + width(_(item.label)) + 3
