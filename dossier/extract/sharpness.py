"""How wide the sharpest edges are, which tells a blurred picture from a dim or foggy one.

An edge blurred by a Gaussian of width s loses, when blurred once more by r, the share
1 - s / sqrt(s² + r²) of its steepness, whatever its contrast (Zhuo and Sim, Defocus map estimation
from a single image, 2011). The middle rows are looked at in tiles: stamps of camera programs stand
at top and bottom, and one sharp subject before a blurred background is a sharp picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image, ImageChops, ImageFilter

SIDE = 512
"""Pixels of the longer side at which edges are measured."""
BLURRED = 3.0
"""Width from which a scene counts as blurred: decision 0012 says what was measured."""
_AGAIN = 3.0
_SMALLER, _BLOTS = 4, 2.5
_STEP = 3
_COLUMNS, _ROWS, _LOOKED_AT = 5, 5, (1, 2, 3)
_STEEPEST = 0.02
_MOST = 0.99
"""Whole steps of brightness measure no widths above twenty pixels."""
_CONTRAST = 12
"""Difference within three pixels below which a tile shows nothing to measure."""
_SHARP_TILES = 3
_ACROSS_TILES = 6
"""Tiles with edges in one direction that it takes to speak of smearing in that direction."""


def edge_width(grey: Image.Image) -> float | None:
    """Width (standard deviation in pixels) of the third sharpest tile's edges, of all edges or of
    those in the direction that is smeared most; None where there are too few edges to tell.

    ``grey`` is of mode L and at most ``SIDE`` pixels long. Where nothing changes within three
    pixels, a smaller copy tells a picture that is nothing but blots from fog, a wall or the night.
    """
    found = _measured(grey)
    if found is not None:
        return found
    coarse = _measured(grey.reduce(_SMALLER))
    return None if coarse is None or coarse < _BLOTS else round(_SMALLER * coarse, 2)


def _measured(grey: Image.Image) -> float | None:
    again = grey.filter(ImageFilter.GaussianBlur(_AGAIN))
    first, second = _differences(grey), _differences(again)
    widths = [sorted(_widths(*pair)) for pair in zip(first, second, strict=True)]
    needed = (_ACROSS_TILES, _ACROSS_TILES, _SHARP_TILES)
    told = [w[_SHARP_TILES - 1] for w, least in zip(widths, needed, strict=True) if len(w) >= least]
    return round(max(told), 2) if told else None


def _differences(grey: Image.Image) -> tuple[Image.Image, Image.Image, Image.Image]:
    """How much neighbours differ across, down, and the larger of both."""
    width, height = grey.width - _STEP, grey.height - _STEP
    here = grey.crop((0, 0, width, height))
    across = ImageChops.difference(here, grey.crop((_STEP, 0, width + _STEP, height)))
    down = ImageChops.difference(here, grey.crop((0, _STEP, width, height + _STEP)))
    return across, down, ImageChops.lighter(across, down)


def _widths(first: Image.Image, second: Image.Image) -> Iterator[float]:
    """The edge width of each tile that has edges."""
    for row in _LOOKED_AT:
        for column in range(_COLUMNS):
            tile = _tile(first, row, column)
            steep = _steepest(first.crop(tile))
            if steep >= _CONTRAST:
                share = min(_steepest(second.crop(tile)) / steep, _MOST)
                yield _AGAIN * share / math.sqrt(1 - share * share)


def _tile(image: Image.Image, row: int, column: int) -> tuple[int, int, int, int]:
    across = [image.width * n // _COLUMNS for n in (column, column + 1)]
    down = [image.height * n // _ROWS for n in (row, row + 1)]
    return across[0], down[0], across[1], down[1]


def _steepest(tile: Image.Image) -> int:
    """The difference that two in a hundred places of the tile reach."""
    left = tile.width * tile.height * _STEEPEST
    counts = tile.histogram()
    for value in range(255, 0, -1):
        left -= counts[value]
        if left <= 0:
            return value
    return 0
