"""Three suits: light, dark, high contrast."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import Theme

from dossier.i18n import N_

LIGHT = Theme(
    name="dossier-light",
    primary="#1f5fa8",
    secondary="#6b4fa0",
    accent="#a8480f",
    foreground="#1c1f24",
    background="#f5f6f8",
    surface="#ffffff",
    panel="#e6eaf0",
    success="#1d7a3e",
    warning="#94610a",
    error="#b3261e",
    dark=False,
)
DARK = Theme(
    name="dossier-dark",
    primary="#6ea8e6",
    secondary="#b39ddb",
    accent="#f0a868",
    foreground="#dfe3e8",
    background="#14171c",
    surface="#1b1f26",
    panel="#272d37",
    success="#74c98f",
    warning="#e8bf6a",
    error="#f28b82",
    dark=True,
)
CONTRAST = Theme(
    name="dossier-contrast",
    primary="#00ffff",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    success="#00ff00",
    warning="#ffff00",
    error="#ff6060",
    dark=True,
    variables={"text-muted": "#ffffff", "text-disabled": "#c0c0c0", "border": "#ffffff"},
)
THEMES = {
    DARK.name: (DARK, N_("Dark colours")),
    LIGHT.name: (LIGHT, N_("Light colours")),
    CONTRAST.name: (CONTRAST, N_("High contrast")),
}


class Undimmed(LineFilter):
    """Draws with full strength what stands back in other suits."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, none of them dim."""
        del background
        return [
            Segment(text, style + _BRIGHT, control) if style and style.dim else segment
            for segment in segments
            for text, style, control in (segment,)
        ]


_BRIGHT = Style(dim=False)
