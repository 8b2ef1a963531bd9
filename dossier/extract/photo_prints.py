"""Fingerprints of pictures, and the finer comparison of two of them.

A difference hash (each cell against its right neighbour on a 9 × 8 grid) survives resizing and
recompression. Cropping shifts the grid, so the hash of the picture with its edges cut off is kept
as well: a copy cropped by 2 % meets the original's hash at 2 %. What the hashes propose is decided
on small grey pictures, laid over each other as well as they fit: two photographs of the same hall
differ where people moved, a copy differs nowhere but in a strip that was written over.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

from dossier.model.prints import PhotoLikeness, PhotoPrint

SIDE = 64
"""Cells per side of the small picture."""
CELLS = 44
"""Cells per side of the comparison, coarser than what is kept, so that laying over loses nothing."""
_DRAFT = (256, 256)
_CUTS = (
    (0.0, 0.0, 0.0, 0.0),
    (0.01, 0.01, 0.01, 0.01),
    (0.02, 0.02, 0.02, 0.02),
    (0.03, 0.03, 0.03, 0.03),
    (0.02, 0.0, 0.0, 0.0),
    (0.0, 0.02, 0.0, 0.0),
    (0.0, 0.0, 0.02, 0.0),
    (0.0, 0.0, 0.0, 0.02),
)
"""Shares cut off left, top, right, bottom."""
_STEPS = (0.0, 0.01, 0.02, 0.03, 0.045)
_DIFFERS = 14
_STRIP = 0.2
Box = tuple[float, float, float, float]


def photo_print(path: Path) -> PhotoPrint:
    """The fingerprint of a picture file; raises what Pillow raises for one it cannot read."""
    with Image.open(path) as image:
        image.draft("L", _DRAFT)
        return print_of(image.convert("L"))


def print_of(grey: Image.Image) -> PhotoPrint:
    """The fingerprint of a grey picture."""
    small = grey.resize((SIDE, SIDE), Image.Resampling.BOX)
    return PhotoPrint(tuple(_hash(grey, cut) for cut in _CUTS), small.tobytes(), SIDE)


def _hash(grey: Image.Image, cut: Box) -> int:
    cells = grey.resize((9, 8), Image.Resampling.BOX, box=_box(cut, *grey.size)).tobytes()
    value = 0
    for row in range(0, 72, 9):
        for cell in range(row, row + 8):
            value = value << 1 | (cells[cell] < cells[cell + 1])
    return value


def _box(cut: Box, width: int, height: int) -> Box:
    left, top, right, bottom = cut
    return width * left, height * top, width * (1 - right), height * (1 - bottom)


def likeness(one: PhotoPrint, other: PhotoPrint) -> PhotoLikeness:
    """How alike two pictures are where they fit best, whichever of them was cropped."""
    first, second = sorted((one, other), key=lambda item: item.small)
    a, b = (Image.frombytes("L", (item.side, item.side), item.small) for item in (first, second))
    fits = (_fit(a, b), _fit(b, a))
    return max(fits, key=lambda found: (found.same, -found.band))


def _fit(whole: Image.Image, part: Image.Image) -> PhotoLikeness:
    """The likeness where ``part`` is ``whole`` with some of its edges cut off."""
    cut: Box = (0.0, 0.0, 0.0, 0.0)
    part = part.resize((CELLS, CELLS), Image.Resampling.BOX)
    best = _distance(whole, part, cut)
    for _round in range(2):
        for side in range(4):
            for step in _STEPS:
                trial = (*cut[:side], step, *cut[side + 1 :])
                distance = _distance(whole, part, trial)
                if distance < best:
                    best, cut = distance, trial
    return _compare(whole, part, cut)


def _laid_over(whole: Image.Image, part: Image.Image, cut: Box) -> Image.Image:
    fitted = whole.resize((CELLS, CELLS), Image.Resampling.BOX, box=_box(cut, *whole.size))
    return ImageChops.difference(fitted, part)


def _distance(whole: Image.Image, part: Image.Image, cut: Box) -> float:
    """The mean difference with outliers held down, so that a caption does not pull the fit."""
    held = _laid_over(whole, part, cut).point(_HELD)
    return ImageStat.Stat(held).mean[0]


_HELD = [min(value, 40) for value in range(256)]
_MARK = [255 if value > _DIFFERS else 0 for value in range(256)]


def _compare(whole: Image.Image, part: Image.Image, cut: Box) -> PhotoLikeness:
    fitted = whole.resize((CELLS, CELLS), Image.Resampling.BOX, box=_box(cut, *whole.size))
    over = ImageChops.subtract(part, fitted.filter(ImageFilter.MaxFilter(3)))
    under = ImageChops.subtract(fitted.filter(ImageFilter.MinFilter(3)), part)
    difference = ImageChops.add(over, under).point(_MARK)
    side = part.size[0]
    inner = difference.crop((1, 1, side - 1, side - 1))
    rows = [_share(inner.crop((0, y, inner.width, y + 1))) for y in range(inner.height)]
    strip = round(_STRIP * len(rows))
    bands = [(0.0, rows)]
    for height in range(2, strip + 1, 2):
        bands += [(height / len(rows), rows[height:]), (height / len(rows), rows[:-height])]
    whole_rows = sum(rows) / len(rows)
    if 1 - whole_rows >= SAME:
        return PhotoLikeness(round(1 - whole_rows, 4))
    found = [
        PhotoLikeness(round(1 - sum(rest) / len(rest), 4), round(band, 3)) for band, rest in bands
    ]
    return max(
        found, key=lambda item: (item.same >= SAME, item.same if item.same < SAME else -item.band)
    )


SAME = 0.985
"""Share of the area from which two pictures count as one."""


def _share(mask: Image.Image) -> float:
    return ImageStat.Stat(mask).mean[0] / 255
