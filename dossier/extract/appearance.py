"""How a picture looks, on a small copy: sharp or blurred, a paper or a scene, stamped by an app."""

from __future__ import annotations

import re

from PIL import Image, ImageFilter, ImageStat

from dossier.extract.seals import find_seal

_SIDE = 512
BLURRED = 3.0
"""Variance of the Laplacian on 512 pixels below which a scene shows hardly an edge."""
_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
_LIGHT, _DARK, _PALE = 170, 110, 60
_PAPER_SHARE = 0.55
_INK_SHARES = (0.003, 0.35)
_STAMPING_APPS = re.compile(
    r"水印|watermark|timemark|马克相机|元道|经纬相机|工程相机|timestamp camera", re.IGNORECASE
)
Facts = dict[str, str | int | float]


def looks(image: Image.Image) -> Facts:
    """``sharpness`` (variance of the Laplacian), ``paper`` and ``red_seal`` where they apply."""
    small = image.convert("RGB")
    small.thumbnail((_SIDE, _SIDE))
    paper = _is_paper(small)
    seal = paper and find_seal(small) is not None
    marks = {"paper": int(paper), "red_seal": int(seal)}
    return {"sharpness": _sharpness(small), **{k: v for k, v in marks.items() if v}}


def is_stamped(metadata: Facts, name: str) -> bool:
    """Whether the camera program or the file name says that something was written over it."""
    said = (str(metadata.get(key, "")) for key in ("Software", "ImageDescription", "UserComment"))
    return any(_STAMPING_APPS.search(text) for text in (*said, name))


def _sharpness(image: Image.Image) -> float:
    edges = image.convert("L").filter(_LAPLACE)
    inside = edges.crop((1, 1, max(2, edges.width - 1), max(2, edges.height - 1)))
    return round(float(ImageStat.Stat(inside).var[0]), 1)


def _is_paper(image: Image.Image) -> bool:
    """Mostly light and colourless, with some ink on it."""
    hue = image.convert("HSV")
    _hue, saturation, value = hue.split()
    pixels = image.width * image.height
    light = _share(value, _LIGHT, 256, pixels)
    pale = _share(saturation, 0, _PALE, pixels)
    ink = _share(value, 0, _DARK, pixels)
    low, high = _INK_SHARES
    return min(light, pale) >= _PAPER_SHARE and low <= ink <= high


def _share(channel: Image.Image, first: int, end: int, pixels: int) -> float:
    return sum(channel.histogram()[first:end]) / max(1, pixels)
