"""The line at the bottom: what the keys do here; every entry can be clicked."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from dossier.i18n import _
from dossier.tui.keys import Shown, shown_keys
from dossier.tui.text import width


class KeyBar(Widget):
    """Keys of the present screen, the ones an input method cannot swallow."""

    COMPONENT_CLASSES = {"keybar--key"}  # noqa: RUF012

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()

    def _entries(self) -> list[Shown]:
        return [item for item in shown_keys(self.screen) if item.show]

    def render_line(self, y: int) -> Strip:
        """As many entries as there is room for."""
        base = self.rich_style
        if y:
            return Strip.blank(self.size.width, base)
        strong = self.get_component_rich_style("keybar--key")
        segments: list[Segment] = []
        taken = 0
        for item in self._entries():
            taken += width(item.display) + width(_(item.label)) + 3
            if taken > self.size.width:
                break
            segments += [
                Segment(f" {item.display} ", strong),
                Segment(_(item.label) + " ", base),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        start = 0
        for item in self._entries():
            end = start + width(item.display) + width(_(item.label)) + 3
            if start <= event.x < end:
                await self.app.run_action(item.action, item.node)
                return
            start = end
