"""A line to type into whose terminal cursor sits where the next character will appear."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widgets import Input

from dossier.tui.text import width


class LineInput(Input):
    """The window of an input method opens at the terminal's cursor, so it has to be exact."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell behind the characters left of the cursor, wide ones counted twice."""
        left, top, _width, _height = self.content_region
        return Offset(left + width(self.value[: self.cursor_position]) - self.scroll_offset.x, top)
