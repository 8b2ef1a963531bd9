"""What the program has to say, on lines of its own above the keys.

It takes its lines from the room instead of lying over it: a character of double width that lay
over the edge between two parts of the room would be lost.
"""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

Severity = Literal["information", "warning", "error"]
SECONDS: dict[Severity, float] = {"information": 6, "warning": 8, "error": 20}


class Notice(Static):
    """Hidden until something is said, and again some seconds later."""

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """Nothing to say yet."""
        self.display = False

    def say(self, text: str, severity: Severity) -> None:
        """Show a message in place of the one before."""
        self.update(Content(text))
        for name in SECONDS:
            self.set_class(name == severity, f"-{name}")
        self.display = True
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SECONDS[severity], self.hush)

    def hush(self) -> None:
        """Give the lines back to the room."""
        self.display = False

    def on_click(self) -> None:
        """Read; away with it."""
        self.hush()
