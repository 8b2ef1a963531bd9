"""Screens compared with what was approved (T10): six rooms as text, two as SVG with their colours.

Run with ``DOSSIER_APPROVE=1`` to approve what is shown now.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from dossier.tui.app import DossierApp
from dossier.tui.rooms import ROOMS
from tests.functional.tui.conftest import Open, press, screen_text
from tests.tools.snapshots import picture

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "tui"
SHOWN = ("overview", "requirements", "triage", "units", "findings", "bundle")
PICTURED = ("overview", "requirements")
BUNDLE_ID = re.compile(r"_[0-9a-f]{8}")
"""Follows every change of edition, profile and demo, so it says nothing about the screen."""


SIZES = ((80, 24), (160, 45))
SCREENS = [
    pytest.param(name, language, size, kind, id=f"{name}-{language}-{size[0]}x{size[1]}.{kind}")
    for kind, names in (("txt", SHOWN), ("svg", PICTURED))
    for name in names
    for language in ("zh", "en")
    for size in SIZES
]


@pytest.mark.parametrize(("name", "language", "size", "kind"), SCREENS)
async def test_t10_screens_look_as_approved(
    opened: Open, name: str, language: str, size: tuple[int, int], kind: str
) -> None:
    room = next(item for item in ROOMS if item.name == name)
    async with opened(size, language=language) as pilot:
        await press(pilot, room.key)
        drawn = screen_text(pilot) if kind == "txt" else picture(pilot.app)
    shown = BUNDLE_ID.sub("_id______", drawn)
    path = GOLDEN / f"{name}-{language}-{size[0]}x{size[1]}.{kind}"
    if os.environ.get("DOSSIER_APPROVE"):
        path.write_text(shown, "utf-8")
    assert "https:" not in shown, "a picture asks no other host for a font"
    assert shown == path.read_text("utf-8")


async def test_t10_a_picture_tells_another_colour(opened: Open) -> None:
    async with opened((80, 24)) as pilot:
        await press(pilot, "f1")
        before = picture(pilot.app)
        assert picture(pilot.app) == before
        assert isinstance(pilot.app, DossierApp)
        pilot.app.wear("dossier-light")
        await press(pilot, "f1")
        assert picture(pilot.app) != before
