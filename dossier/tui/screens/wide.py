"""A screen on which the mouse finds the character under it, also on its right half."""

from __future__ import annotations

from typing import TypeVar

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

T = TypeVar("T")


class WideScreen(Screen[T]):
    """Selecting begins and ends at the characters one points at.

    Textual takes the right half of a character of double width for the next character; it is such a
    half when the cell behind it belongs to the same character as it is said to do itself.
    """

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """The widget there, and where in its text."""
        found = super().get_widget_and_offset_at(x, y)
        if found[1] is not None and super().get_widget_and_offset_at(x + 1, y) == found:
            before = super().get_widget_and_offset_at(x - 1, y)
            return before if before[0] is found[0] and before[1] is not None else found
        return found
