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
"""Cells per side of the comparison, coarser than what is kept."""
STAMP = "2"
"""Raised when prints are taken differently, so that kept ones are taken anew."""
DRAFT = (320, 320)
"""Pixels a JPEG is decoded to at least; far more than a fingerprint needs."""
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
_COARSE, _FINE = (0.01, 0.02, 0.03, 0.045), (-0.01, -0.005, 0.005, 0.01)
_DIFFERS = 14
_STRIP = 0.16
Box = tuple[float, float, float, float]


def photo_print(path: Path) -> PhotoPrint:
    """The fingerprint of a picture file; raises what Pillow raises for one it cannot read."""
    with Image.open(path) as image:
        image.draft("RGB", DRAFT)
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
    found = _fit(a, b)
    if found.same >= SAME and not found.band:
        return found
    return max(found, _fit(b, a), key=lambda item: (item.same >= SAME, item.same, -item.band))


def _fit(whole: Image.Image, part: Image.Image) -> PhotoLikeness:
    """The likeness where ``part`` is ``whole`` with some of its edges cut off."""
    part = part.resize((CELLS, CELLS), Image.Resampling.BOX)
    cut: Box = (0.0, 0.0, 0.0, 0.0)
    best = _distance(whole, part, cut)
    for steps in (_COARSE, _FINE):
        for side in range(4):
            middle = cut[side]
            for step in steps:
                trial = _with(cut, side, max(0.0, middle + step))
                distance = _distance(whole, part, trial)
                if distance < best:
                    best, cut = distance, trial
    return _compare(whole, part, cut)


def _with(cut: Box, side: int, share: float) -> Box:
    sides = list(cut)
    sides[side] = share
    return sides[0], sides[1], sides[2], sides[3]


def _laid_over(whole: Image.Image, part: Image.Image, cut: Box) -> Image.Image:
    fitted = whole.resize((CELLS, CELLS), Image.Resampling.BOX, box=_box(cut, *whole.size))
    return ImageChops.difference(fitted, part)


def _distance(whole: Image.Image, part: Image.Image, cut: Box) -> float:
    """The mean difference with outliers held down, so that a caption does not pull the fit."""
    held = _laid_over(whole, part, cut).point(_HELD)
    return ImageStat.Stat(held).mean[0]


SAME = 0.983
"""Share of the area from which two pictures count as one."""
SAME_BESIDE_STRIP = 0.997
_HELD = [min(value, 40) for value in range(256)]
_MARK = [255 if value > _DIFFERS else 0 for value in range(256)]


def _compare(whole: Image.Image, part: Image.Image, cut: Box) -> PhotoLikeness:
    """A cell differs when no cell beside it in the other picture is like it either."""
    fitted = whole.resize((CELLS, CELLS), Image.Resampling.BOX, box=_box(cut, *whole.size))
    over = ImageChops.subtract(part, fitted.filter(ImageFilter.MaxFilter(3)))
    under = ImageChops.subtract(fitted.filter(ImageFilter.MinFilter(3)), part)
    marked = ImageChops.add(over, under).point(_MARK)
    cells = marked.crop((1, 1, CELLS - 1, CELLS - 1)).resize((1, CELLS - 2), Image.Resampling.BOX)
    rows = [share / 255 for share in cells.tobytes()]
    same = 1 - sum(rows) / len(rows)
    if same >= SAME:
        return PhotoLikeness(round(same, 4))
    return _beside_a_strip(rows) or PhotoLikeness(round(same, 4))


def _beside_a_strip(rows: list[float]) -> PhotoLikeness | None:
    """The likeness of all but a strip at top or bottom; None where the rest differs too."""
    for height in range(2, round(_STRIP * len(rows)) + 1):
        for rest in (rows[height:], rows[:-height]):
            same = 1 - sum(rest) / len(rest)
            if same >= SAME_BESIDE_STRIP:
                return PhotoLikeness(round(same, 4), round(height / len(rows), 3))
    return None
