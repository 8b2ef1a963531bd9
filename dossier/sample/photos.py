"""实景图片 as JPEG: drawn scenes with grain, dates and sometimes a position in their EXIF."""

from __future__ import annotations

import io
from datetime import date
from random import Random

from PIL import ExifTags, Image, ImageChops, ImageDraw

from dossier.sample import phrases

SIZE = (1200, 900)
Colour = tuple[int, int, int]


def photo_jpeg(day: date, luck: Random) -> bytes:
    """A scene of sky, buildings, ground, banner and crowd, taken on ``day``."""
    image = _grain(scene(luck), luck)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80, exif=_exif(day, luck))
    return buffer.getvalue()


def scene(luck: Random) -> Image.Image:
    """The drawing without grain."""
    horizon = luck.randint(380, 560)
    image = _sky(luck)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, horizon, *SIZE), fill=_colour(luck, 90, 150))
    _buildings(draw, horizon, luck)
    _trees(draw, horizon, luck)
    _banner(draw, horizon, luck)
    _crowd(draw, horizon, luck)
    return image


def _colour(luck: Random, low: int, high: int) -> Colour:
    return (luck.randint(low, high), luck.randint(low, high), luck.randint(low, high))


def _sky(luck: Random) -> Image.Image:
    top = Image.new("RGB", SIZE, (luck.randint(60, 150), luck.randint(120, 180), 225))
    bottom = Image.new("RGB", SIZE, _colour(luck, 200, 245))
    return Image.composite(bottom, top, Image.linear_gradient("L").resize(SIZE))


def _buildings(draw: ImageDraw.ImageDraw, horizon: int, luck: Random) -> None:
    left = -luck.randint(0, 80)
    while left < SIZE[0]:
        width, roof = luck.randint(90, 240), horizon - luck.randint(90, 340)
        draw.rectangle((left, roof, left + width, horizon), fill=_colour(luck, 110, 215))
        window = _colour(luck, 50, 110)
        for x in range(left + 14, left + width - 18, 34):
            for y in range(roof + 16, horizon - 20, 40):
                draw.rectangle((x, y, x + 16, y + 22), fill=window)
        left += width + luck.randint(0, 40)


def _trees(draw: ImageDraw.ImageDraw, horizon: int, luck: Random) -> None:
    for _ in range(luck.randint(3, 9)):
        x, crown = luck.randint(0, SIZE[0]), luck.randint(30, 70)
        foot = horizon + luck.randint(0, 60)
        draw.rectangle((x - 6, foot - 90, x + 6, foot), fill=(90, 62, 40))
        box = (x - crown, foot - 90 - crown, x + crown, foot - 90 + crown // 2)
        draw.ellipse(box, fill=(luck.randint(30, 80), luck.randint(100, 160), luck.randint(30, 80)))


def _banner(draw: ImageDraw.ImageDraw, horizon: int, luck: Random) -> None:
    left, top = luck.randint(80, 400), horizon - luck.randint(20, 130)
    right = left + luck.randint(380, 700)
    draw.rectangle((left, top, right, top + 56), fill=(luck.randint(170, 220), 24, 30))
    for x in range(left + 30, right - 50, 52):
        stroke = luck.randint(8, 30)
        draw.rectangle((x, top + 14, x + 30, top + 20), fill=(250, 220, 90))
        draw.rectangle(
            (x + stroke // 2, top + 14, x + stroke // 2 + 7, top + 44), fill=(250, 220, 90)
        )


def _crowd(draw: ImageDraw.ImageDraw, horizon: int, luck: Random) -> None:
    feet = sorted(luck.randint(horizon + 80, SIZE[1] + 60) for _ in range(luck.randint(12, 45)))
    for foot in feet:
        x, scale = luck.randint(0, SIZE[0]), 0.5 + (foot - horizon) / 500
        width, height, head = int(26 * scale), int(95 * scale), int(14 * scale)
        body = (x - width, foot - height, x + width, foot)
        draw.rounded_rectangle(body, radius=width // 2, fill=_colour(luck, 30, 230))
        face = (x - head, foot - height - 2 * head, x + head, foot - height)
        draw.ellipse(face, fill=(luck.randint(190, 235), luck.randint(150, 190), 140))


def _grain(image: Image.Image, luck: Random) -> Image.Image:
    """The picture with the noise a cheap lens leaves, so that no two files are alike."""
    small = (SIZE[0] // 2, SIZE[1] // 2)
    noise = Image.frombytes("L", small, luck.randbytes(small[0] * small[1]))
    layer = noise.resize(SIZE).point([value // 8 for value in range(256)])
    return ImageChops.subtract(image, Image.merge("RGB", (layer, layer, layer)))


def _exif(day: date, luck: Random) -> Image.Exif:
    exif = Image.Exif()
    hour, minute, second = luck.randint(8, 17), luck.randint(0, 59), luck.randint(0, 59)
    taken = f"{day:%Y:%m:%d} {hour:02d}:{minute:02d}:{second:02d}"
    maker, model = luck.choice(phrases.CAMERAS)
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = maker, model
    exif[ExifTags.Base.DateTime] = taken
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if luck.random() < 0.5:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(_position(luck))
    return exif


def _position(luck: Random) -> dict[int, object]:
    """A point in an empty stretch of the East China Sea: the city does not exist."""
    return {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (29.0, float(luck.randint(0, 59)), luck.randint(0, 5999) / 100),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (124.0, float(luck.randint(0, 59)), luck.randint(0, 5999) / 100),
    }
