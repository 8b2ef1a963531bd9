"""Scans of papers: pages at 200 dpi, turned, tilted, with noise, as offices make them."""

from __future__ import annotations

import io
import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI = 200
_RED = (214, 25, 30)
_WIDE = str.maketrans("，：；（）［］【】〔〕！？“”", ',:;()[][][]!?""')


def page_images(pdf: bytes) -> list[Image.Image]:
    """Every page at 200 dpi."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]


def worn(image: Image.Image, *, tilt: float = 0.0, noise: int = 0, seed: int = 1) -> Image.Image:
    """The page tilted by some degrees, with grey noise of some strength."""
    image = image.rotate(tilt, fillcolor="white", resample=Image.Resampling.BICUBIC)
    if not noise:
        return image
    rng = random.Random(seed)
    grain = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    soft = grain.filter(ImageFilter.BoxBlur(1)).convert("RGB")
    return Image.blend(image, soft, noise / 100)


def sealed(image: Image.Image) -> Image.Image:
    """The page with a round red seal pressed over the last lines written on it, which show through
    as under ink.
    """
    written = image.convert("L").point(lambda value: 255 * (value < 128)).getbbox()
    bottom = written[3] if written else image.height // 2
    stamp = Image.new("RGB", image.size, "white")
    draw, radius = ImageDraw.Draw(stamp), round(0.83 * DPI)
    x, y = round(2.6 * DPI), bottom - round(0.7 * DPI)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_RED, width=9)
    points = [math.tau * turn / 5 - math.pi / 2 for turn in (0, 2, 4, 1, 3)]
    star = [(x + radius * 0.35 * math.cos(p), y + radius * 0.35 * math.sin(p)) for p in points]
    draw.polygon(star, fill=_RED)
    return ImageChops.multiply(image, stamp)


def plain(text: str) -> str:
    """A text without white space, punctuation in one width: what counts as the same character."""
    return "".join(text.split()).translate(_WIDE)


def distance(one: str, two: str) -> int:
    """Levenshtein's."""
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, right in enumerate(two, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


def scanned_page(pdf: bytes, *, page: int = 0, turned: int = 0, quality: int = 75) -> bytes:
    """One page as a JPEG, turned by right angles."""
    image = page_images(pdf)[page].rotate(turned, expand=True)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def scanned_pdf(
    pdf: bytes, *, first: int | None = None, tilt: float = 0.0, noise: int = 0
) -> bytes:
    """A PDF of nothing but pictures of the first pages."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for image in page_images(pdf)[:first]:
        picture = io.BytesIO()
        worn(image, tilt=tilt, noise=noise).save(picture, "JPEG", quality=75)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
