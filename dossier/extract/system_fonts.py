"""A font of this machine with Chinese characters, for drawing previews."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from PIL import ImageFont

_FOLDERS = (
    "C:/Windows/Fonts",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
)
_WANTED = (
    "simsun.ttc", "simfang.ttf", "fzfsk.ttf", "fzssk.ttf", "notoserifcjk-regular.ttc",
    "notosanscjk-regular.ttc", "sourcehanserifcn-regular.otf", "wqy-zenhei.ttc",
    "wqy-microhei.ttc", "uming.ttc", "msyh.ttc", "simhei.ttf", "droidsansfallbackfull.ttf",
    "songti.ttc", "pingfang.ttc",
)  # fmt: skip
"""File names of fonts with Chinese characters on Windows, 统信 and 麒麟 Linux, and others."""
_MOST_FILES = 5000


@lru_cache(maxsize=1)
def chinese_font() -> Path | None:
    """The first of the known fonts that is installed; None without one."""
    there = {path.name.lower(): path for path in islice(_files(), _MOST_FILES)}
    return next((there[name] for name in _WANTED if name in there), None)


def _files() -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(Path(folder).rglob("*.tt[fc]"))
        yield from sorted(Path(folder).rglob("*.otf"))


@lru_cache(maxsize=64)
def sized(size: int) -> ImageFont.FreeTypeFont | None:
    """That font at so many pixels; None where there is none that can be opened."""
    path = chinese_font()
    try:
        return ImageFont.truetype(str(path), size) if path else None
    except OSError:
        return None
