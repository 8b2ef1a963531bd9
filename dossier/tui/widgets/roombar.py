"""The line on top: every room with its key, and how the watcher is."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from dossier.i18n import _
from dossier.tui.rooms import ROOMS
from dossier.tui.text import fit, width


def _long(key: str, title: str) -> str:
    return f" {key} {title} "


def _middle(key: str, title: str) -> str:
    return f" {key.removeprefix('F')} {title}"


def _tight(key: str, title: str) -> str:
    return f" {key.removeprefix('F')}{title}"


def _short(_key: str, title: str) -> str:
    return f" {title}"


class RoomBar(Widget):
    """Clickable names of the rooms; the present one stands out."""

    COMPONENT_CLASSES = {"roombar--here", "roombar--watch", "roombar--idle"}  # noqa: RUF012

    def __init__(self, here: str, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.here = here
        self._keys = keys
        self._watch: tuple[str, bool] = ("", False)

    def tell(self, text: str, fine: bool) -> None:
        """Show a few words about the watcher at the right end."""
        if self._watch != (text, fine):
            self._watch = (text, fine)
            self.refresh()

    def _labels(self) -> list[str]:
        room = self.size.width
        for shape in (_long, _middle, _tight, _short):
            labels = [shape(item.shown_key(self._keys), _(item.title)) for item in ROOMS]
            if sum(map(width, labels)) <= room:
                break
        return labels

    def render_line(self, y: int) -> Strip:
        """The names, then the watcher where there is space."""
        base = self.rich_style
        if y:
            return Strip.blank(self.size.width, base)
        here = self.get_component_rich_style("roombar--here")
        labels = self._labels()
        segments = [
            Segment(label, here if item.name == self.here else base)
            for item, label in zip(ROOMS, labels, strict=True)
        ]
        room = self.size.width - sum(map(width, labels))
        text, fine = self._watch
        if not fine and room <= width(text) + 1:
            text = "!"
        if text and room > width(text) + 1:
            style = self.get_component_rich_style(f"roombar--{'watch' if fine else 'idle'}")
            segments.append(Segment(fit(text + " ", room, right=True), style))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Go to the room whose name was clicked."""
        start = 0
        for item, label in zip(ROOMS, self._labels(), strict=True):
            end = start + width(label)
            if start <= event.x < end:
                self.app.switch_mode(item.name)
                return
            start = end
