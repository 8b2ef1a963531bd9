"""Blurred pictures are told from dim, foggy, smooth and stamped ones."""

from __future__ import annotations

import io
from random import Random

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from dossier.extract.inline import InlineExtractor
from dossier.extract.sharpness import BLURRED, SIDE, edge_width
from tests.tools import make_files as make

SEEDS = range(12)


def scene(seed: int) -> Image.Image:
    """A street: sky, walls with windows and people, as sharp as a good lens draws it."""
    rng = Random(seed)
    image = Image.new("L", (SIDE, 384), rng.randint(150, 220))
    draw = ImageDraw.Draw(image)
    for left in range(0, SIDE, 128):
        top = rng.randint(40, 140)
        draw.rectangle((left, top, left + 120, 300), fill=rng.randint(60, 140))
        for x in range(left + 10, left + 110, 25):
            for y in range(top + 12, 280, 30):
                draw.rectangle((x, y, x + 12, y + 16), fill=rng.choice((30, 200, 235)))
    for _person in range(14):
        x, y, shade = rng.randint(0, SIDE), rng.randint(250, 330), rng.randint(20, 230)
        draw.ellipse((x, y, x + 12, y + 14), fill=200)
        draw.rectangle((x - 4, y + 14, x + 16, y + 50), fill=shade)
    return image.filter(ImageFilter.GaussianBlur(0.7))


def blurred(image: Image.Image, radius: float = 5.0) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


def smeared(image: Image.Image, length: int = 32) -> Image.Image:
    """As a camera draws it that is moved sideways."""
    held = image
    for step in range(1, length):
        held = Image.blend(held, ImageChops.offset(image, step, 0), 1 / (step + 1))
    return held


def foggy(image: Image.Image) -> Image.Image:
    return Image.blend(Image.new("L", image.size, 205), image, 0.2)


def dim(image: Image.Image) -> Image.Image:
    grain = Image.frombytes("L", image.size, Random(1).randbytes(image.width * image.height))
    dark = image.point([value // 6 for value in range(256)])
    return ImageChops.add(dark, grain.point([value // 20 for value in range(256)]))


def stamped(image: Image.Image) -> Image.Image:
    """With the date and place a camera program writes at the bottom."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    draw.text((10, image.height - 60), "2026-03-05 10:20", fill=255, font_size=22)
    draw.text((10, image.height - 34), "N 30.6  E 114.3", fill=255, font_size=22)
    return image


@pytest.mark.parametrize("look", [lambda image: image, foggy, dim, stamped])
def test_sharp_scenes_are_not_called_blurred(look) -> None:  # type: ignore[no-untyped-def]
    widths = [edge_width(look(scene(seed))) for seed in SEEDS]
    assert all(width is None or width < 0.7 * BLURRED for width in widths), widths


@pytest.mark.parametrize("look", [blurred, smeared, lambda image: stamped(blurred(image))])
def test_blurred_and_smeared_scenes_are_found_also_under_a_stamp(look) -> None:  # type: ignore[no-untyped-def]
    widths = [edge_width(look(scene(seed))) for seed in SEEDS]
    assert all(width is not None and width >= BLURRED for width in widths), widths


def test_one_sharp_subject_before_a_blurred_background_is_a_sharp_picture() -> None:
    image = blurred(scene(1), 8)
    image.paste(scene(2).crop((130, 80, 400, 300)), (130, 80))
    width = edge_width(image)
    assert width is not None
    assert width < BLURRED


@pytest.mark.parametrize(
    "smooth",
    [
        Image.new("L", (512, 384), 128),
        Image.linear_gradient("L").resize((512, 384)),
        Image.effect_noise((512, 384), 3),
    ],
)
def test_where_nothing_has_an_edge_nothing_is_said(smooth: Image.Image) -> None:
    assert edge_width(smooth) is None


def test_u103_carries_the_measured_blur(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "照片"
    picture = blurred(Image.open(io.BytesIO(make.picture_file(800, 600))).convert("RGB"), 10)
    picture.save(path, "JPEG")
    found = InlineExtractor().extract(path, "照片.jpg")
    assert [finding.code for finding in found.findings] == ["U103"]
    assert found.findings[0].parameters["value"] == found.metadata["edge_width"]
    assert found.usable is None
