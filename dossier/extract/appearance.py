"""How a picture looks, on a small copy: how sharp, a paper or a scene, stamped by an app."""

from __future__ import annotations

import re

from PIL import Image

from dossier.extract.seals import find_seal
from dossier.extract.sharpness import SIDE, edge_width

_LIGHT, _DARK, _PALE = 170, 110, 60
_PAPER_SHARE = 0.55
_INK_SHARES = (0.003, 0.35)
_STAMPING_APPS = re.compile(
    r"水印|watermark|timemark|马克相机|元道|经纬相机|工程相机|timestamp camera", re.IGNORECASE
)
Facts = dict[str, str | int | float]


def looks(image: Image.Image) -> Facts:
    """``paper`` and ``red_seal`` where they apply, ``edge_width`` of a scene that has edges."""
    small = image.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    if _is_paper(small):
        return {"paper": 1, **({"red_seal": 1} if find_seal(small) is not None else {})}
    width = edge_width(small.convert("L"))
    return {} if width is None else {"edge_width": width}


def is_stamped(metadata: Facts, name: str) -> bool:
    """Whether the camera program or the file name says that something was written over it."""
    said = (str(metadata.get(key, "")) for key in ("Software", "ImageDescription", "UserComment"))
    return any(_STAMPING_APPS.search(text) for text in (*said, name))


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
