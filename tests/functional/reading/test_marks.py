"""Marks of picture agencies are read in photographs; what camera programs write is none."""

from __future__ import annotations

import importlib.util
import io
from dataclasses import replace
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFont

from dossier.workflow.ocr import read_scans, waiting_scenes
from dossier.workflow.ocr_background import BackgroundOcr
from dossier.workflow.workspace import Workspace
from tests.functional.reading.conftest import Put, quiet
from tests.tools import make_files as make

needs_ocr = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed"
)
needs_font = pytest.mark.skipif(not make.FONT.exists(), reason="no Chinese TrueType font here")


def street(seed: int = 1) -> Image.Image:
    """Walls with windows in regular rows, which is no tiling of marks."""
    rng = Random(seed)
    image = Image.new("RGB", (960, 720), (150, 180, 205))
    draw = ImageDraw.Draw(image)
    for left in range(0, 960, 160):
        top, wall = rng.randint(80, 260), rng.randint(90, 150)
        draw.rectangle((left, top, left + 150, 600), fill=(wall, wall - 15, wall - 30))
        for x in range(left + 14, left + 130, 34):
            for y in range(top + 16, 570, 44):
                draw.rectangle((x, y, x + 18, y + 26), fill=(60, 70, 95))
    return image


def tiled(image: Image.Image, word: str, *, turned: int = 30, alpha: int = 150) -> Image.Image:
    """A word across the whole picture, half seen through, as stock sites write it."""
    layer = Image.new("RGBA", (2 * image.width, 2 * image.height))
    draw, font = ImageDraw.Draw(layer), ImageFont.truetype(str(make.FONT), 44)
    step = int(draw.textlength(word, font=font)) + 120
    for row, y in enumerate(range(0, layer.height, 170)):
        for x in range(-(row % 2) * step // 2, layer.width, step):
            draw.text((x, y), word, font=font, fill=(255, 255, 255, alpha))
    left, top = image.width // 2, image.height // 2
    over = layer.rotate(turned).crop((left, top, left + image.width, top + image.height))
    return Image.alpha_composite(image.convert("RGBA"), over).convert("RGB")


def stamped(image: Image.Image) -> Image.Image:
    """Date, place and the camera program's name in the corner."""
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(str(make.FONT), 30)
    lines = ("今日水印 相机", "2026年3月5日 10:20", "武汉市江岸区 市民之家")
    for number, line in enumerate(lines):
        draw.text((20, 580 + 42 * number), line, font=font, fill="white")
    return image


def jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def codes(workspace: Workspace, ids: list[str]) -> list[list[str]]:
    found = map(workspace.archive.catalogue.record, ids)
    return [[finding.code for finding in record.description.findings] for record in found if record]


@needs_ocr
@needs_font
def test_marks_are_named_and_honest_photographs_left_alone(workspace: Workspace, put: Put) -> None:
    records = put(
        {
            "甲.jpg": jpeg(tiled(street(1), "视觉中国")),
            "乙.jpg": jpeg(tiled(street(2), "shutterstock", turned=0)),
            "丙.jpg": jpeg(street(3)),
            "丁.jpg": jpeg(stamped(street(4))),
        }
    )
    ids = [records[name].id for name in ("甲.jpg", "乙.jpg", "丙.jpg", "丁.jpg")]
    assert codes(workspace, ids) == [[], [], [], []]
    report = read_scans(workspace, [], quiet)
    assert (report.photographs, set(report.marked), report.pages) == (4, set(ids[:2]), 0)
    assert codes(workspace, ids) == [["U107"], ["U107"], [], []]
    bad = workspace.archive.catalogue.record(ids[0])
    assert bad is not None
    assert bad.description.usable is None
    assert bad.description.findings[0].parameters == {"mark": "视觉中国"}
    again = read_scans(workspace, [], quiet)
    assert (again.photographs, again.marked) == (0, [])


@needs_ocr
@needs_font
def test_a_watch_looks_at_photographs_when_no_scan_waits(workspace: Workspace, put: Put) -> None:
    record = put({"甲.jpg": jpeg(tiled(street(1), "千图网 58pic.com"))})["甲.jpg"]
    background = BackgroundOcr(workspace)
    background.tick(0.0)
    background.join()
    assert background.tick(1.0) == [record.id]
    assert codes(workspace, [record.id]) == [["U107"]]
    background.close()


def test_marks_are_not_looked_for_where_the_settings_say_so(workspace: Workspace, put: Put) -> None:
    put({"甲.jpg": make.picture_file(640, 480)})
    assert len(list(waiting_scenes(workspace))) == 1
    reading = replace(workspace.settings.reading, marks=False)
    workspace.settings = replace(workspace.settings, reading=reading)
    assert list(waiting_scenes(workspace)) == []
