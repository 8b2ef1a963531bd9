"""A few screens, compared as text with what was approved (T10).

Run with ``DOSSIER_APPROVE=1`` to approve what is shown now.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from dossier.tui.rooms import ROOMS
from tests.functional.tui.conftest import Open, press, screen_text

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "tui"
SHOWN = ("overview", "requirements", "triage", "units", "findings", "bundle")
BUNDLE_ID = re.compile(r"_[0-9a-f]{8}")
"""Follows every change of edition, profile and demo, so it says nothing about the screen."""


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", SHOWN)
async def test_t10_screens_look_as_approved(
    opened: Open, name: str, language: str, size: tuple[int, int]
) -> None:
    room = next(item for item in ROOMS if item.name == name)
    async with opened(size, language=language) as pilot:
        await press(pilot, room.key)
        shown = BUNDLE_ID.sub("_id______", screen_text(pilot))
    path = GOLDEN / f"{name}-{language}-{size[0]}x{size[1]}.txt"
    if os.environ.get("DOSSIER_APPROVE"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")
