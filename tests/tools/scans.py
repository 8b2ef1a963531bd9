"""Scans of papers: pages at 200 dpi, turned, tilted, with noise, as offices make them."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageFilter

DPI = 200


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
