"""Whether a picture of a page bears a round red seal, and where. A hint, never a proof."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageChops

_SIDE = 128
"""Cells along the longer side on which red is looked for."""
_REDDISH = 40
"""By how much red must exceed green and blue."""
_SMALLEST, _LARGEST = 0.07, 0.42
"""Share of the page's shorter side a seal takes: 38 to 45 mm on A4 is about a fifth."""
_EMPTIEST, _FULLEST = 0.12, 0.80
Box = tuple[float, float, float, float]


def find_seal(image: Image.Image) -> Box | None:
    """The seal's box as shares of width and height (left, top, right, bottom); None without one."""
    small = image.convert("RGB")
    small.thumbnail((_SIDE * 3, _SIDE * 3))
    mask = _red(small).reduce(3).point(lambda value: 255 if value > 60 else 0)
    for box, cells in sorted(_islands(mask), key=lambda found: -found[1]):
        if _round(box, cells, min(mask.size)):
            left, top, right, bottom = box
            width, height = mask.size
            return left / width, top / height, right / width, bottom / height
    return None


def without_seal(image: Image.Image, box: Box) -> Image.Image:
    """The page with its seal faded: inside the box only what is dark in the red channel stays."""
    width, height = image.size
    margin = 0.01
    left, top = int((box[0] - margin) * width), int((box[1] - margin) * height)
    right, bottom = int((box[2] + margin) * width), int((box[3] + margin) * height)
    area = (max(0, left), max(0, top), min(width, right), min(height, bottom))
    page = image.convert("RGB")
    red = page.crop(area).getchannel("R").point(lambda value: min(255, int(value * 1.5)))
    page.paste(Image.merge("RGB", (red, red, red)), area)
    return page


def _red(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    excess = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    return excess.point(lambda value: 255 if value > _REDDISH else 0)


def _islands(mask: Image.Image) -> Iterator[tuple[tuple[int, int, int, int], int]]:
    """Bounding box and number of cells of everything red that hangs together."""
    width, height = mask.size
    data = mask.tobytes()
    red = {place for place, value in enumerate(data) if value}
    while red:
        island, edge = 0, [red.pop()]
        left, top, right, bottom = width, height, 0, 0
        while edge:
            place = edge.pop()
            island += 1
            x, y = place % width, place // width
            left, right = min(left, x), max(right, x + 1)
            top, bottom = min(top, y), max(bottom, y + 1)
            near = (place + dx + dy * width for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2))
            found = [other for other in near if other in red and abs(other % width - x) <= 2]
            red.difference_update(found)
            edge += found
        yield (left, top, right, bottom), island


def _round(box: tuple[int, int, int, int], cells: int, side: int) -> bool:
    """Whether an island is as wide as high, the size of a seal, and neither a dot nor a blot."""
    width, height = box[2] - box[0], box[3] - box[1]
    if not _SMALLEST * side <= max(width, height) <= _LARGEST * side:
        return False
    square = 0.75 <= width / max(1, height) <= 1.33
    return square and _EMPTIEST <= cells / (width * height) <= _FULLEST
