"""Fingerprints of pictures, and the finer comparison of two of them.

A difference hash (each cell against its right neighbour on a 9 × 8 grid) survives resizing and
recompression; cells that hardly differ count as equal, so that grain in a sky or on a sheet of
paper decides nothing. Cropping shifts the grid, so hashes of the picture with edges cut off are
kept as well, and of it mirrored and turned: a copy cropped by 2 % meets the original's hash at
2 %. What the hashes propose is decided on small grey pictures, brought to one light and laid over
each other as well as they fit: two photographs of the same hall differ where people moved, a copy
differs nowhere but in a strip that was written over. Boards of one layout are told apart by their
colours.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

from dossier.model.prints import PhotoLikeness, PhotoPrint

SIDE = 64
"""Cells per side of the small picture."""
CELLS = 32
"""Cells per side of the comparison, coarser than what is kept."""
TINTS = 16
"""Cells per side of the colours."""
STAMP = "5"
"""Raised when prints are taken differently, so that kept ones are taken anew."""
DRAFT = (320, 320)
"""Pixels a JPEG is decoded to at least; far more than a fingerprint needs."""
Box = tuple[float, float, float, float]
_WHOLE: Box = (0.0, 0.0, 0.0, 0.0)
_CUTS: tuple[Box, ...] = (
    _WHOLE,
    (0.01, 0.01, 0.01, 0.01),
    (0.02, 0.02, 0.02, 0.02),
    (0.03, 0.03, 0.03, 0.03),
    (0.02, 0.0, 0.0, 0.0),
    (0.0, 0.02, 0.0, 0.0),
    (0.0, 0.0, 0.02, 0.0),
    (0.0, 0.0, 0.0, 0.02),
    (0.0, 0.06, 0.0, 0.0),
    (0.0, 0.095, 0.0, 0.0),
    (0.0, 0.13, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.06),
    (0.0, 0.0, 0.0, 0.095),
    (0.0, 0.0, 0.0, 0.13),
    (0.05, 0.05, 0.05, 0.05),
    (0.08, 0.08, 0.08, 0.08),
    (0.09, 0.0, 0.0, 0.0),
    (0.0, 0.0, 0.09, 0.0),
    (0.05, 0.05, 0.0, 0.0),
    (0.0, 0.05, 0.05, 0.0),
    (0.0, 0.0, 0.05, 0.05),
    (0.05, 0.0, 0.0, 0.05),
    (0.05, 0.0, 0.05, 0.0),
    (0.0, 0.05, 0.0, 0.05),
)
"""Shares cut off left, top, right, bottom; deep ones also stand for a strip that was joined on."""
_TURNS = (
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
)
_HASHED = 144
_EQUAL = 2
"""Grey levels by which neighbouring cells of a hash may differ and count as equal."""
_EDGES = 8
"""Cells darker than their neighbours that a picture needs: bare walls are all alike."""


def photo_print(path: Path) -> PhotoPrint:
    """The fingerprint of a picture file; raises what Pillow raises for one it cannot read."""
    with Image.open(path) as image:
        image.draft("RGB", DRAFT)
        return print_of(image)


def print_of(image: Image.Image) -> PhotoPrint:
    """The fingerprint of a picture; without hashes where there is next to nothing to see."""
    grey = image.convert("L")
    small = grey.resize((SIDE, SIDE), Image.Resampling.BOX)
    grey = grey.resize((_HASHED, _HASHED), Image.Resampling.BOX)
    hashes = [_hash(grey, cut) for cut in _CUTS]
    hashes += [_hash(grey.transpose(turn), _WHOLE) for turn in _TURNS]
    bare = hashes[0].bit_count() < _EDGES
    return PhotoPrint(() if bare else tuple(hashes), small.tobytes(), SIDE, _tint(image))


def _tint(image: Image.Image) -> bytes:
    coarse = image.convert("RGB").resize((TINTS, TINTS), Image.Resampling.BOX)
    _grey, blue, red = coarse.convert("YCbCr").split()
    return blue.tobytes() + red.tobytes()


def _hash(grey: Image.Image, cut: Box) -> int:
    cells = grey.resize((9, 8), Image.Resampling.BOX, box=_box(cut, *grey.size)).tobytes()
    value = 0
    for row in range(0, 72, 9):
        for cell in range(row, row + 8):
            value = value << 1 | (cells[cell] + _EQUAL < cells[cell + 1])
    return value


def _box(cut: Box, width: int, height: int) -> Box:
    left, top, right, bottom = cut
    return width * left, height * top, width * (1 - right), height * (1 - bottom)


SAME = 0.94
"""Share of what can be seen from which two pictures count as one."""
SAME_BESIDE_STRIP = 0.955
_STRIP = 0.17
_STEPS = ((-0.03, -0.015, 0.015, 0.03), (-0.01, -0.005, 0.005, 0.01), (-0.004, 0.004))
_STARTS = 2
_HOPELESS = 24
"""Mean difference before fitting beyond which nothing will fit."""
_MOST_CUT = 0.17
_INNER = CELLS - 2
_TELLING = _INNER * _INNER // 20
"""Cells with an outline that are needed to judge by: one bare wall is like another."""
_BLOBS = 3
"""Patches of two by two differing cells that bad fitting may leave."""
_HELD = [min(value, 40) for value in range(256)]
_DIFFERS = [255 if value > 24 else 0 for value in range(256)]
_OUTLINE = [255 if value > 30 else 0 for value in range(256)]
_TINT_DIFFERS = [255 if value > 8 else 0 for value in range(256)]
_TINTED = 0.1
"""Share of cells of another colour from which two pictures are not one."""
_WARMER = 20
"""How much bluer or redder a whole picture may be than its copy."""
_COLOURLESS = 4
"""Mean distance from grey up to which a picture may be a copy without its colours."""
Pair = tuple[Image.Image, Image.Image]
Start = tuple[Pair, Pair | None, Box]
"""Grey cells and colours of a whole and of what may be a part of it, and how that was cut."""


def likeness(one: PhotoPrint, other: PhotoPrint) -> PhotoLikeness:
    """How alike two pictures are where they fit best, whichever was cropped, mirrored or turned."""
    if not (one.hashes and other.hashes):
        return PhotoLikeness(0.0)
    first, second = sorted((one, other), key=lambda item: (item.small, item.tint))
    starts = list(_starts(first, second))
    fits = [_fit(*greys, cut) for greys, _colours, cut in starts]
    (distance, cut, whole, part), colours = min(
        zip(fits, (start[1] for start in starts), strict=True), key=lambda item: item[0][0]
    )
    if distance > _HOPELESS:
        return PhotoLikeness(0.0)
    found = _compare(whole, part)
    if found.same >= SAME and colours and _other_colours(*colours, cut, found.band):
        return PhotoLikeness(SAME - 0.001)
    return found


def _starts(one: PhotoPrint, other: PhotoPrint) -> Iterator[Start]:
    """The likeliest ways in which one picture is a part of the other, by their hashes."""
    ways = sorted(
        ((known ^ pair[1].hashes[0]).bit_count(), number, way)
        for number, pair in enumerate(((one, other), (other, one)))
        for way, known in enumerate(pair[0].hashes)
        if way or not number
    )
    pictures, colours = (_lit(one), _lit(other)), (_coloured(one), _coloured(other))
    for _bits, number, way in ways[:_STARTS]:
        whole, part = pictures[number], pictures[1 - number]
        tint, other_tint = colours[number], colours[1 - number]
        part = part.resize((CELLS, CELLS), Image.Resampling.BOX)
        cut = _CUTS[way] if way < len(_CUTS) else _WHOLE
        if way >= len(_CUTS):
            turn = _TURNS[way - len(_CUTS)]
            whole, tint = whole.transpose(turn), tint and tint.transpose(turn)
        yield (whole, part), (tint, other_tint) if tint and other_tint else None, cut


def _lit(item: PhotoPrint) -> Image.Image:
    """The small picture in a common light: its middle rows reach from dark to bright."""
    image = Image.frombytes("L", (item.side, item.side), item.small)
    edge = item.side // 6
    greys = sorted(image.crop((4, edge, item.side - 4, item.side - edge)).tobytes())
    low, high = greys[len(greys) // 12], greys[-len(greys) // 12]
    gain = min(4.0, 128 / max(1, high - low))
    return _mapped(image, (low + high) / 2, gain, 128)


def _coloured(item: PhotoPrint) -> Image.Image | None:
    """How blue and how red it is, in two bands of three; None for a picture without colours."""
    away = sum(abs(value - 128) for value in item.tint)
    if away <= _COLOURLESS * len(item.tint):
        return None
    size, half = (TINTS, TINTS), TINTS * TINTS
    bands = [Image.frombytes("L", size, item.tint[at : at + half]) for at in (0, half)]
    return Image.merge("RGB", (*bands, Image.new("L", size)))


def _mapped(image: Image.Image, middle: float, gain: float, to: float) -> Image.Image:
    return image.point(
        [max(0, min(255, round(to + (value - middle) * gain))) for value in range(256)]
    )


def _fit(
    whole: Image.Image, part: Image.Image, cut: Box
) -> tuple[float, Box, Image.Image, Image.Image]:
    """How far ``part`` is from ``whole`` with its edges cut off as fits best, how these are cut,
    and both of them.
    """
    whole = _relit(whole, _cut(whole, cut), part)
    best = _distance(whole, part, cut)
    for steps in _STEPS if best <= _HOPELESS else ():
        for side in range(4):
            middle = cut[side]
            for step in steps:
                share = max(0.0, middle + step)
                if share in (middle, cut[side]) or share > _MOST_CUT:
                    continue
                trial = _with(cut, side, share)
                distance = _distance(whole, part, trial)
                if distance < best:
                    best, cut = distance, trial
    fitted = _cut(whole, cut)
    return best, cut, _relit(fitted, fitted, part), part


def _with(cut: Box, side: int, share: float) -> Box:
    sides = list(cut)
    sides[side] = share
    return sides[0], sides[1], sides[2], sides[3]


def _cut(whole: Image.Image, cut: Box) -> Image.Image:
    box = _box(cut, *whole.size)
    return whole.resize((CELLS, CELLS), Image.Resampling.BOX, box=box)


def _distance(whole: Image.Image, part: Image.Image, cut: Box) -> float:
    """The mean difference with outliers held down, so that a caption does not pull the fit."""
    held = ImageChops.difference(_cut(whole, cut), part).point(_HELD)
    return sum(held.tobytes()) / (CELLS * CELLS)


def _relit(image: Image.Image, over: Image.Image, like: Image.Image) -> Image.Image:
    """The picture in the light of ``like``, told where ``over``, a part of it, lies over that."""
    (middle, spread), (to, wanted) = _light(over), _light(like)
    return _mapped(image, middle, max(0.6, min(1.6, wanted / max(1.0, spread))), to)


def _light(image: Image.Image) -> tuple[float, float]:
    """Mean and standard deviation of the rows that no strip reaches."""
    edge = CELLS // 6
    stat = ImageStat.Stat(image.crop((0, edge, CELLS, CELLS - edge)))
    return stat.mean[0], stat.stddev[0]


def _compare(one: Image.Image, other: Image.Image) -> PhotoLikeness:
    """The share of cells with an outline that are alike in both.

    A cell is alike when it lies among the cells that stand around its place in the other picture,
    both ways.
    """
    (least, most), (low, high) = _around(one), _around(other)
    differs = ImageChops.lighter(_outside(other, least, most), _outside(one, low, high))
    marked = differs.point(_DIFFERS)
    outlined = ImageChops.lighter(ImageChops.subtract(most, least), ImageChops.subtract(high, low))
    telling = ImageChops.lighter(outlined.point(_OUTLINE), marked)
    rows = list(zip(_counts(marked), _counts(telling), _counts(_patches(marked)), strict=True))
    return _judged(rows)


def _around(image: Image.Image) -> tuple[Image.Image, Image.Image]:
    """The darkest and the brightest beside each cell."""
    return image.filter(ImageFilter.MinFilter(3)), image.filter(ImageFilter.MaxFilter(3))


def _outside(image: Image.Image, least: Image.Image, most: Image.Image) -> Image.Image:
    """How far each cell lies outside of what stands there in the other picture."""
    return ImageChops.add(ImageChops.subtract(image, most), ImageChops.subtract(least, image))


def _patches(marked: Image.Image) -> Image.Image:
    """Cells that are marked together with those right, below and between."""
    beside = ImageChops.darker(marked, ImageChops.offset(marked, -1, 0))
    return ImageChops.darker(beside, ImageChops.offset(beside, 0, -1))


def _counts(marked: Image.Image) -> list[int]:
    """How many cells of each inner row are marked."""
    inner = marked.crop((1, 1, CELLS - 1, CELLS - 1)).tobytes()
    return [inner[at : at + _INNER].count(255) for at in range(0, len(inner), _INNER)]


def _other_colours(whole: Image.Image, part: Image.Image, cut: Box, band: float) -> bool:
    """Whether pictures of one outline have other colours, a strip at top or bottom left out."""
    whole = whole.resize(whole.size, Image.Resampling.BOX, box=_box(cut, *whole.size))
    whole = whole.point(_as_tinted(whole, part))
    (least, most), (low, high) = _around(whole), _around(part)
    blue, red, _empty = ImageChops.lighter(
        _outside(part, least, most), _outside(whole, low, high)
    ).split()
    marked = ImageChops.lighter(blue, red).point(_TINT_DIFFERS).tobytes()
    strip = TINTS * (1 + round(band * TINTS)) if band else 0
    rests = (marked[strip:], marked[: len(marked) - strip])
    return min(rest.count(255) / len(rest) for rest in rests) > _TINTED


def _as_tinted(image: Image.Image, like: Image.Image) -> list[int]:
    """The table that brings a picture to the strength and the warmth of another's colours."""
    table: list[int] = []
    for own, other in zip(image.split()[:2], like.split()[:2], strict=True):
        one, two = ImageStat.Stat(own), ImageStat.Stat(other)
        warmer = max(-_WARMER, min(_WARMER, two.mean[0] - one.mean[0]))
        gain = max(0.6, min(1.6, two.stddev[0] / max(1.0, one.stddev[0])))
        middle = one.mean[0]
        table += [
            max(0, min(255, round(middle + warmer + (value - middle) * gain)))
            for value in range(256)
        ]
    return table + [0] * 256


Row = tuple[int, int, int]


def _judged(rows: list[Row]) -> PhotoLikeness:
    same, telling, patches = _share(rows)
    if same >= SAME and telling >= _TELLING and patches <= _BLOBS:
        return PhotoLikeness(same)
    return _beside_a_strip(rows) or PhotoLikeness(min(same, SAME - 0.001))


def _share(rows: list[Row]) -> tuple[float, int, int]:
    """Share of telling cells that are alike, telling cells, patches that differ."""
    differing, telling, patches = (sum(column) for column in zip(*rows, strict=True))
    return round(1 - differing / max(1, telling), 4), telling, patches


def _beside_a_strip(rows: list[Row]) -> PhotoLikeness | None:
    """The likeness of all but a strip at top or bottom; None where the rest differs too."""
    for height in range(2, round(_STRIP * len(rows)) + 1):
        for rest in (rows[height:], rows[:-height]):
            same, telling, patches = _share(rest)
            if same >= SAME_BESIDE_STRIP and telling >= _TELLING and patches <= 1:
                return PhotoLikeness(same, round(height / len(rows), 3))
    return None
