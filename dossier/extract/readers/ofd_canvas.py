"""Lines, filled shapes, characters and pictures of an OFD page onto paper, in millimetres."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from dossier.extract.system_fonts import sized

Point = tuple[float, float]
Colour = tuple[int, int, int]
_LARGEST_GLYPH, _LARGEST_MASK = 600, 2400
_STEPS = 10
_COMMAND = re.compile(r"([A-Za-z])|(-?\d*\.?\d+(?:[eE][+-]?\d+)?)")
_ARGUMENTS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(frozen=True, slots=True)
class Matrix:
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> Point:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: Matrix) -> Matrix:
        """Both maps in one, the other after this one."""
        e, f = other.at(self.e, self.f)
        return Matrix(
            other.a * self.a + other.c * self.b,
            other.b * self.a + other.d * self.b,
            other.a * self.c + other.c * self.d,
            other.b * self.c + other.d * self.d,
            e,
            f,
        )

    @property
    def size(self) -> float:
        """By how much lengths grow, on average."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))

    @property
    def turn(self) -> float:
        """Degrees by which the first axis is turned, clockwise on paper."""
        return math.degrees(math.atan2(self.b, self.a))


class Canvas:
    """A white sheet of the given millimetres, drawn twice as fine as it is handed out."""

    def __init__(self, width: float, height: float, scale: float, finer: int = 2) -> None:
        self._finer = finer
        self._to_pixels = Matrix(scale * finer, 0, 0, scale * finer, 0, 0)
        size = (max(1, round(width * scale * finer)), max(1, round(height * scale * finer)))
        self._image = Image.new("RGB", size, "white")
        self._draw = ImageDraw.Draw(self._image)

    def image(self) -> Image.Image:
        """The sheet as it stands."""
        return self._image.reduce(self._finer) if self._finer > 1 else self._image

    def fill(self, shapes: Sequence[Sequence[Point]], place: Matrix, colour: Colour) -> None:
        """Each closed outline as an area."""
        for points in self._placed(shapes, place):
            if len(points) > 2:
                self._draw.polygon(points, fill=colour)

    def stroke(
        self, shapes: Sequence[Sequence[Point]], place: Matrix, colour: Colour, width: float
    ) -> None:
        """Each outline as a line of ``width``, never thinner than can be seen."""
        pixels = max(1, min(_LARGEST_GLYPH, round(width * place.then(self._to_pixels).size)))
        for points in self._placed(shapes, place):
            if len(points) > 1:
                self._draw.line(points, fill=colour, width=pixels, joint="curve")

    def _placed(self, shapes: Sequence[Sequence[Point]], place: Matrix) -> Iterator[list[Point]]:
        whole = place.then(self._to_pixels)
        for shape in shapes:
            yield [whole.at(*point) for point in shape]

    def glyph(self, text: str, place: Matrix, size: float, colour: Colour) -> None:
        """A character or a run of them, its baseline starting at the map's origin."""
        whole = place.then(self._to_pixels)
        across, down = math.hypot(whole.a, whole.b), math.hypot(whole.c, whole.d)
        pixels = min(_LARGEST_GLYPH, round(size * down))
        font = sized(pixels) if pixels >= 2 else None
        if font is None:
            return
        at, stretch = whole.at(0, 0), across / down
        if abs(whole.turn) < 0.5 and abs(stretch - 1) < 0.05:
            self._draw.text(at, text, font=font, fill=colour, anchor="ls")
        else:
            self._changed(_mask(text, font, stretch), at, whole.turn, colour)

    def _changed(self, mask: Image.Image | None, at: Point, turn: float, colour: Colour) -> None:
        """Characters that are narrow, wide or turned about the middle of their mask."""
        if mask is not None:
            place = (round(at[0]) - mask.width // 2, round(at[1]) - mask.height // 2)
            self._image.paste(colour, place, mask.rotate(-turn, Image.Resampling.BICUBIC))

    def picture(self, image: Image.Image, corners: Sequence[Point]) -> None:
        """A picture in the upright rectangle around the four corners."""
        placed = [self._to_pixels.at(*corner) for corner in corners]
        left, top = (round(min(point[axis] for point in placed)) for axis in (0, 1))
        right, bottom = (round(max(point[axis] for point in placed)) for axis in (0, 1))
        width, height = right - left, bottom - top
        if not (0 < width <= 2 * self._image.width and 0 < height <= 2 * self._image.height):
            return
        seen = image.convert("RGBA").resize((width, height))
        self._image.paste(seen, (left, top), seen.getchannel("A"))


def _mask(text: str, font: ImageFont.FreeTypeFont, stretch: float) -> Image.Image | None:
    """The characters right of and above the middle of a square, so that it may be turned; None
    where that would be too large.
    """
    long = font.getlength(text) * max(1.0, stretch)
    side = 2 * int(long + font.size) + 2
    if side > _LARGEST_MASK or not 0.1 <= stretch <= 10:
        return None
    written = Image.new("L", (max(1, round(side / stretch)), side))
    place = (written.width // 2, side // 2)
    ImageDraw.Draw(written).text(place, text, font=font, fill=255, anchor="ls")
    return written.resize((side, side))


def outlines(data: str) -> list[list[Point]]:
    """The polygons of a path in OFD's short form (GB/T 33190, 9.3.2), curves as short lines."""
    shapes: list[list[Point]] = []
    for command, numbers in _commands(data):
        if command in "MS":
            shapes.append([(numbers[0], numbers[1])])
        elif not shapes:
            continue
        elif command == "C":
            shapes[-1].append(shapes[-1][0])
        elif command in "QB":
            points = [shapes[-1][-1], *zip(numbers[::2], numbers[1::2], strict=True)]
            shapes[-1] += [_on_curve(points, step / _STEPS) for step in range(1, _STEPS + 1)]
        else:
            shapes[-1].append((numbers[-2], numbers[-1]))
    return shapes


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for letter, number in _COMMAND.findall(data):
        if letter:
            command, numbers = letter, []
        else:
            numbers.append(float(number))
        if len(numbers) == _ARGUMENTS.get(command, -1):
            yield command, numbers
            numbers = []


def _on_curve(points: Sequence[Point], share: float) -> Point:
    """De Casteljau's point of a Bézier curve."""
    held = list(points)
    while len(held) > 1:
        held = [
            (x + share * (u - x), y + share * (v - y))
            for (x, y), (u, v) in itertools.pairwise(held)
        ]
    return held[0]
