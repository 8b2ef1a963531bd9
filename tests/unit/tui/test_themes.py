"""Every suit can be read: contrast as WCAG 2.1 defines it, 4.5 for text, 7 in high contrast."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from dossier.tui.themes import CONTRAST, THEMES, Undimmed

TEXTS = ("foreground", "text-success", "text-error", "text-warning", "text-accent", "text-primary")


def _luminance(color: Color) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    """Between 1 for the same and 21 for black on white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _on(ground: Color, said: str) -> Color:
    """A colour of a theme; ``auto 60%`` is the better of black and white, mixed in by so much."""
    name, _space, share = said.partition(" ")
    if name != "auto":
        return Color.parse(said)
    return ground + ground.get_contrast_text(float(share.rstrip("%")) / 100)


@pytest.mark.parametrize(
    "theme", [theme for theme, _title in THEMES.values()], ids=lambda t: t.name
)
def test_text_stands_out_from_every_ground(theme: Theme) -> None:
    colours = {**theme.to_color_system().generate(), **theme.variables}
    wanted = 7.0 if theme is CONTRAST else 4.5
    for ground in ("background", "surface", "panel"):
        below = Color.parse(colours[ground])
        for text in (*TEXTS, "text-muted"):
            assert contrast(_on(below, colours[text]), below) >= wanted, (ground, text)
    cursor = contrast(Color.parse(colours["background"]), Color.parse(colours["primary"]))
    assert cursor >= wanted


def test_in_high_contrast_nothing_stands_back() -> None:
    dim, plain = Segment("淡", Style(dim=True, bold=True)), Segment("明", Style(color="red"))
    shown = Undimmed().apply([dim, plain], Color.parse("black"))
    assert [(s.text, bool(s.style and s.style.dim)) for s in shown] == [
        ("淡", False),
        ("明", False),
    ]
    assert shown[0].style is not None
    assert shown[0].style.bold
    assert shown[1] is plain
