"""Pictures like those units send: halls, squares, streets, meetings, boards, screens, newspapers.

A ``place`` is what stays (walls, furniture, the angle), a ``moment`` what changes: people, light,
where the camera was held. The same place at another moment is another photograph.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

SIZE = (480, 360)
Colour = tuple[int, int, int]
_SKIN: Colour = (222, 180, 150)
_RED: Colour = (196, 28, 30)
_STEADY = 0.4
"""Share of places where the camera stands still from one moment to the next."""


def scene(place: int, moment: int = 0) -> Image.Image:
    """The photograph of a place at a moment; the same numbers give the same picture."""
    fixed, passing = Random(f"place {place}"), Random(f"moment {place} {moment}")
    made = fixed.choices(_SCENES)[0]
    image = Image.new("RGB", SIZE, _tone(fixed, 90, 210))
    draw = ImageDraw.Draw(image)
    made(image, draw, fixed, passing)
    if made in (_screen, _newspaper):
        return image
    return _grained(_taken(image, fixed if fixed.random() < _STEADY else passing), passing)


def _taken(image: Image.Image, luck: Random) -> Image.Image:
    """What a camera does: light, a slight shift, softness."""
    width, height = image.size
    edges = [luck.uniform(0, 0.03) for _ in range(4)]
    box = (width * edges[0], height * edges[1], width * (1 - edges[2]), height * (1 - edges[3]))
    image = image.resize(SIZE, Image.Resampling.BILINEAR, box=box)
    image = ImageEnhance.Brightness(image).enhance(luck.uniform(0.8, 1.15))
    return image.filter(ImageFilter.GaussianBlur(luck.uniform(0.3, 1.2)))


def _grained(image: Image.Image, luck: Random) -> Image.Image:
    depth = luck.uniform(0.05, 0.2)
    bytes_ = luck.randbytes(SIZE[0] * SIZE[1])
    grain = Image.frombytes("L", SIZE, bytes_).point([int(v * depth) for v in range(256)])
    return ImageChops.add(image, grain.convert("RGB"), offset=-int(128 * depth))


def altered(image: Image.Image, way: str, luck: Random) -> bytes:
    """A copy as somebody else sends it in; ``way`` is one of :data:`WAYS`."""
    return _encoded(WAYS[way](image, luck), luck)


def _encoded(image: Image.Image, luck: Random) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=luck.randint(55, 88))
    return buffer.getvalue()


def encoded(image: Image.Image) -> bytes:
    """The picture as a camera writes it."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _resized(image: Image.Image, luck: Random) -> Image.Image:
    share = luck.choice((luck.uniform(0.35, 0.9), luck.uniform(1.1, 1.8)))
    stretch = luck.uniform(0.96, 1.04)
    width, height = image.size
    return image.resize((int(width * share * stretch), int(height * share)))


def _squeezed(image: Image.Image, luck: Random) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=luck.randint(22, 45))
    return Image.open(buffer)


def _cropped(image: Image.Image, luck: Random, most: float) -> Image.Image:
    left, top, right, low = (luck.uniform(0, most) for _ in range(4))
    width, height = image.size
    box = (int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - low)))
    return image.crop(box)


def _cut(image: Image.Image, luck: Random) -> Image.Image:
    return _cropped(image, luck, 0.02)


def _cut_more(image: Image.Image, luck: Random) -> Image.Image:
    """Up to a tenth off any side, more than two hundredths off at least one."""
    edges = [luck.choice((0.0, luck.uniform(0.0, 0.1))) for _ in range(4)]
    edges[luck.randrange(4)] = luck.uniform(0.03, 0.1)
    width, height = image.size
    left, top, right, low = edges
    box = (int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - low)))
    return image.crop(box)


def _all_three(image: Image.Image, luck: Random) -> Image.Image:
    return _squeezed(_resized(_cut(image, luck), luck), luck)


def _brightened(image: Image.Image, luck: Random) -> Image.Image:
    image = ImageEnhance.Brightness(image).enhance(luck.choice((0.9, 1.1)))
    return ImageEnhance.Contrast(image).enhance(luck.choice((0.9, 1.1)))


def _words(draw: ImageDraw.ImageDraw, luck: Random, top: int, deep: int, width: int) -> None:
    size, x = max(6, deep * 6 // 10), 10
    while x < width * luck.uniform(0.55, 0.95):
        draw.rectangle(
            (x, top + deep // 5, x + size - 3, top + deep - deep // 5), fill=(25, 25, 25)
        )
        draw.line((x, top + deep // 2, x + size - 3, top + deep // 2), fill=(250, 250, 250))
        x += size + 2


def _captioned_below(image: Image.Image, luck: Random) -> Image.Image:
    """A white strip with words is joined to the foot (or the head)."""
    width, height = image.size
    deep = int(height * luck.uniform(0.06, 0.15))
    wide = Image.new("RGB", (width, height + deep), (255, 255, 255))
    at_head = luck.random() < 0.2
    wide.paste(image, (0, deep if at_head else 0))
    _words(ImageDraw.Draw(wide), luck, 0 if at_head else height, deep, width)
    return wide


def _captioned_over(image: Image.Image, luck: Random) -> Image.Image:
    """A strip with words covers the foot."""
    made = image.copy()
    width, height = made.size
    deep = int(height * luck.uniform(0.05, 0.14))
    draw = ImageDraw.Draw(made)
    fill = luck.choice(((255, 255, 255), (240, 240, 200), (200, 210, 240)))
    draw.rectangle((0, height - deep, width, height), fill=fill)
    _words(draw, luck, height - deep, deep, width)
    return made


def _stamped(image: Image.Image, luck: Random) -> Image.Image:
    """The day in a corner, as cameras burn it in."""
    made = image.copy()
    width, height = made.size
    draw = ImageDraw.Draw(made)
    x, y = int(width * 0.68), int(height * 0.93)
    for number in range(10):
        left = x + number * width // 40
        draw.rectangle((left, y, left + width // 70, y + height // 28), fill=(255, 150, 20))
    return made


def _turned(how: Image.Transpose) -> Callable[[Image.Image, Random], Image.Image]:
    return lambda image, _luck: image.transpose(how)


WAYS: dict[str, Callable[[Image.Image, Random], Image.Image]] = {
    "resized": _resized,
    "recompressed": _squeezed,
    "cropped by 2 %": _cut,
    "all three": _all_three,
    "brightened": _brightened,
    "dated in a corner": _stamped,
    "captioned over": _captioned_over,
    "captioned below": _captioned_below,
    "cropped by 10 %": _cut_more,
    "mirrored": _turned(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned by 90°": _turned(Image.Transpose.ROTATE_90),
    "turned by 180°": _turned(Image.Transpose.ROTATE_180),
    "turned by 270°": _turned(Image.Transpose.ROTATE_270),
}
"""What is done to copies."""
GOAL = tuple(WAYS)[:4]
"""The ways of which at least 98 % are to be found."""


def _tone(luck: Random, low: int, high: int) -> Colour:
    return luck.randint(low, high), luck.randint(low, high), luck.randint(low, high)


def _grey(luck: Random, low: int, high: int) -> Colour:
    base = luck.randint(low, high)
    return base, max(0, base - luck.randint(0, 18)), max(0, base - luck.randint(0, 26))


def _people(
    draw: ImageDraw.ImageDraw, luck: Random, count: int, top: int, low: int, size: float
) -> None:
    """Figures, the further ones first; many wear the vest of volunteers."""
    spots = sorted((luck.randint(top, low), luck.randint(-10, SIZE[0] + 10)) for _ in range(count))
    for y, x in spots:
        tall = size * (0.5 + (y - top) / max(1, low - top))
        wide = tall * 0.32
        coat = _RED if luck.random() < 0.25 else _tone(luck, 15, 235)
        draw.rectangle((x - wide, y - tall * 0.75, x + wide, y + tall * 0.6), fill=coat)
        draw.ellipse((x - wide * 0.6, y - tall * 1.15, x + wide * 0.6, y - tall * 0.7), fill=_SKIN)
        hair = (x - wide * 0.6, y - tall * 1.18, x + wide * 0.6, y - tall * 0.98)
        draw.ellipse(hair, fill=_grey(luck, 15, 70))


def _banner(draw: ImageDraw.ImageDraw, luck: Random, top: int, left: int, right: int) -> None:
    """A red strip with light signs, as hangs over every stage."""
    deep = luck.randint(14, 30)
    draw.rectangle((left, top, right, top + deep), fill=_RED)
    step = luck.randint(9, 16)
    for x in range(left + 12, right - 12, step):
        if luck.random() < 0.85:
            inner = luck.randint(0, 3)
            lit = (250, 240, 150) if luck.random() < 0.8 else (255, 255, 255)
            draw.rectangle((x, top + 4 + inner, x + step - 5, top + deep - 4), fill=lit)


def _room(draw: ImageDraw.ImageDraw, luck: Random) -> tuple[int, int, int, int]:
    """Back wall, side walls, ceiling and floor; returns the back wall."""
    width, height = SIZE
    left, right = luck.randint(20, 130), width - luck.randint(20, 130)
    top, low = luck.randint(25, 90), luck.randint(170, 235)
    draw.polygon([(0, 0), (width, 0), (right, top), (left, top)], fill=_grey(luck, 190, 250))
    draw.polygon([(0, 0), (left, top), (left, low), (0, height)], fill=_grey(luck, 120, 225))
    draw.polygon(
        [(width, 0), (right, top), (right, low), (width, height)], fill=_grey(luck, 120, 225)
    )
    floor = [(0, height), (left, low), (right, low), (width, height)]
    draw.polygon(floor, fill=_tone(luck, 60, 190))
    draw.rectangle((left, top, right, low), fill=_tone(luck, 110, 240))
    for _ in range(luck.randint(0, 4)):
        x = luck.randint(left, right)
        lamp = (x - 30, luck.randint(2, 18), x + 30, luck.randint(20, 26))
        draw.rectangle(lamp, fill=(255, 255, 245))
    return left, top, right, low


def _hall(image: Image.Image, draw: ImageDraw.ImageDraw, fixed: Random, passing: Random) -> None:
    left, top, right, low = _room(draw, fixed)
    _banner(draw, fixed, top + fixed.randint(2, 14), left + 8, right - 8)
    if fixed.random() < 0.6:
        x = fixed.randint(left, max(left + 1, right - 140))
        draw.rectangle((x, top + 46, x + 130, low - 22), fill=_tone(passing, 30, 230))
    stage = fixed.randint(6, 22)
    draw.rectangle((left, low - stage, right, low + 4), fill=_tone(fixed, 60, 150))
    _people(draw, passing, passing.randint(2, 7), low - 20, low, 26)
    _people(draw, passing, passing.randint(14, 40), low + 20, SIZE[1] + 10, fixed.randint(36, 60))


def _meeting(image: Image.Image, draw: ImageDraw.ImageDraw, fixed: Random, passing: Random) -> None:
    left, top, right, low = _room(draw, fixed)
    if fixed.random() < 0.7:
        _banner(draw, fixed, top + 6, left + 10, right - 10)
    _people(draw, passing, passing.randint(4, 9), low - 6, low + 12, 40)
    table = [(left + 10, low + 20), (right - 10, low + 20), (SIZE[0] - 30, 330), (30, 330)]
    draw.polygon(table, fill=_tone(fixed, 70, 180))
    for _ in range(passing.randint(4, 14)):
        x, y = passing.randint(60, SIZE[0] - 60), passing.randint(low + 30, 320)
        draw.rectangle((x, y, x + passing.randint(8, 34), y + 12), fill=_grey(passing, 190, 250))
    _people(draw, passing, passing.randint(5, 11), 320, SIZE[1] + 20, 70)


def _square(image: Image.Image, draw: ImageDraw.ImageDraw, fixed: Random, passing: Random) -> None:
    width, height = SIZE
    horizon = fixed.randint(120, 200)
    _sky(image, passing, horizon)
    _houses(draw, fixed, horizon)
    draw.rectangle((0, horizon, width, height), fill=_tone(fixed, 110, 200))
    _trees(image, draw, fixed, horizon)
    if fixed.random() < 0.5:
        _banner(draw, fixed, horizon - 12, fixed.randint(10, 120), fixed.randint(240, width - 10))
    low = height + 20
    _people(draw, passing, passing.randint(8, 40), horizon + 10, low, fixed.randint(34, 70))


def _sky(image: Image.Image, luck: Random, low: int) -> None:
    blend = Image.linear_gradient("L").resize((SIZE[0], low))
    above, below = (luck.randint(80, 200), luck.randint(130, 215), 235), _grey(luck, 200, 250)
    image.paste(
        Image.composite(
            Image.new("RGB", blend.size, below), Image.new("RGB", blend.size, above), blend
        ),
        (0, 0),
    )


def _houses(draw: ImageDraw.ImageDraw, luck: Random, low: int) -> None:
    x = -luck.randint(0, 60)
    while x < SIZE[0]:
        wide, top = luck.randint(40, 130), luck.randint(8, low - 20)
        wall, glass = _grey(luck, 110, 235), _tone(luck, 50, 160)
        draw.rectangle((x, top, x + wide, low), fill=wall)
        for row in range(top + 8, low - 8, luck.randint(14, 24)):
            for column in range(x + 7, x + wide - 10, luck.randint(13, 22)):
                draw.rectangle((column, row, column + 7, row + 9), fill=glass)
        x += wide + luck.randint(0, 30)


def _trees(image: Image.Image, draw: ImageDraw.ImageDraw, luck: Random, low: int) -> None:
    for _ in range(luck.randint(1, 9)):
        x, crown = luck.randint(0, SIZE[0]), luck.randint(16, 54)
        draw.rectangle((x - 3, low - 30, x + 3, low + 14), fill=(90, 70, 50))
        leaf = luck.randint(50, 120)
        for _leaf in range(6):
            dx, dy = luck.randint(-crown, crown), luck.randint(-crown, crown) // 2
            box = (x + dx - 14, low - 40 + dy - 12, x + dx + 16, low - 40 + dy + 14)
            draw.ellipse(box, fill=(leaf - 30, leaf + luck.randint(10, 60), leaf - 30))


def _street(image: Image.Image, draw: ImageDraw.ImageDraw, fixed: Random, passing: Random) -> None:
    width, height = SIZE
    horizon, vanish = fixed.randint(110, 170), fixed.randint(120, 360)
    _sky(image, passing, horizon)
    _houses(draw, fixed, horizon)
    draw.rectangle((0, horizon, width, height), fill=_grey(fixed, 120, 180))
    road = [(vanish - 8, horizon), (vanish + 8, horizon), (width - 40, height), (40, height)]
    draw.polygon(road, fill=_grey(fixed, 60, 110))
    for _ in range(passing.randint(2, 9)):
        y = passing.randint(horizon + 14, height - 20)
        x = vanish + (passing.randint(-160, 160) * (y - horizon)) // height
        size = 10 + (y - horizon) // 4
        car = (x - size, y - size, x + size, y + size // 2)
        draw.rounded_rectangle(car, 4, fill=_tone(passing, 20, 235))
    _trees(image, draw, fixed, horizon + 10)
    _people(draw, passing, passing.randint(1, 9), horizon + 40, height, 44)


def _board(image: Image.Image, draw: ImageDraw.ImageDraw, fixed: Random, passing: Random) -> None:
    """A wall of notices: white sheets with lines of writing, frames, pictures."""
    width, height = SIZE
    image.paste(_tone(fixed, 60, 200), (0, 0, width, height))
    _banner(draw, fixed, fixed.randint(8, 34), 20, width - 20)
    columns, rows = fixed.randint(2, 6), fixed.randint(1, 3)
    for row in range(rows):
        for column in range(columns):
            x = 24 + column * (width - 48) // columns
            y = 70 + row * (height - 90) // rows
            sheet = (x, y, x + (width - 80) // columns, y + (height - 120) // rows)
            draw.rectangle(sheet, fill=_grey(fixed, 200, 255))
            _writing(draw, passing, sheet)
    if passing.random() < 0.4:
        _people(draw, passing, passing.randint(1, 4), height - 40, height + 20, 110)


def _writing(draw: ImageDraw.ImageDraw, luck: Random, box: tuple[int, int, int, int]) -> None:
    left, top, right, low = box
    if luck.random() < 0.35:
        middle = top + (low - top) // 2
        draw.rectangle((left + 6, top + 6, right - 6, middle), fill=_tone(luck, 40, 220))
        top = middle
    step = luck.randint(6, 11)
    for y in range(top + 8, low - 6, step):
        end = right - luck.randint(6, max(7, (right - left) // 3))
        draw.line((left + 8, y, end, y), fill=_grey(luck, 20, 110), width=2)


def _newspaper(
    image: Image.Image, draw: ImageDraw.ImageDraw, fixed: Random, passing: Random
) -> None:
    """A page of a paper: the same head every day, other columns and pictures."""
    width, height = SIZE
    image.paste((244, 240, 230), (0, 0, width, height))
    draw.rectangle((20, 12, 20 + fixed.randint(120, 260), 50), fill=_RED)
    draw.line((14, 58, width - 14, 58), fill=(40, 40, 40), width=2)
    columns = passing.randint(3, 6)
    for column in range(columns):
        x = 14 + column * (width - 28) // columns
        y = 66
        while y < height - 30:
            low = min(height - 12, y + passing.randint(40, 150))
            _writing(draw, passing, (x, y, x + (width - 40) // columns, low))
            y = low + 6


def _screen(image: Image.Image, draw: ImageDraw.ImageDraw, fixed: Random, passing: Random) -> None:
    """A television picture: station sign, a line of words below, a small scene between."""
    _square(image, draw, fixed, passing)
    draw.rectangle((12, 12, 70, 34), fill=_tone(fixed, 40, 230))
    draw.rectangle((0, 306, SIZE[0], 342), fill=(20, 40, 120))
    for x in range(30, SIZE[0] - 30, 17):
        if passing.random() < 0.8:
            draw.rectangle((x, 314, x + 12, 334), fill=(240, 240, 240))


def _plain(image: Image.Image, draw: ImageDraw.ImageDraw, fixed: Random, passing: Random) -> None:
    """Little to see: a wall, a lawn, water, fog, night."""
    blend = Image.linear_gradient("L").resize(SIZE)
    if fixed.random() < 0.5:
        blend = blend.rotate(180)
    low, high = fixed.randint(10, 140), fixed.randint(90, 245)
    tones = Image.new("RGB", SIZE, (low, low, low + 8)), Image.new("RGB", SIZE, (high, high, high))
    image.paste(Image.composite(*tones, blend), (0, 0))
    for _ in range(passing.randint(1, 5)):
        x, y, size = passing.randint(0, 480), passing.randint(0, 360), passing.randint(10, 90)
        draw.ellipse((x, y, x + size, y + size), fill=_tone(passing, 20, 240))


_Maker = Callable[[Image.Image, ImageDraw.ImageDraw, Random, Random], None]
_SCENES: tuple[_Maker, ...] = (
    *(4 * (_hall, _square)),
    *(2 * (_meeting, _street, _board, _newspaper, _screen)),
    _plain,
)


def bare(place: int) -> bool:
    """Whether there is next to nothing to see in a place: a wall, fog, water."""
    return Random(f"place {place}").choices(_SCENES)[0] is _plain
