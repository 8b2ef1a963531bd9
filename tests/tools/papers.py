"""Papers for bundling: official papers, odd pages, signatures; drawn, never read from outside."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import docx
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dossier.bundle.making.cache import MadeCache
from dossier.bundle.making.workshop import MakingLimits, Workshop

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
A4_PAGE = (float(A4[0]), float(A4[1]))


def pages_pdf(texts: Sequence[str], *, size: tuple[float, float] = A4_PAGE, turn: int = 0) -> bytes:
    """One page for each text, of one size and turning."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for text in texts:
        canvas.setFont("STSong-Light", 14)
        canvas.drawString(min(60, size[0] / 4), size[1] / 2, text)
        canvas.setPageRotation(turn)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def official_pdf(*, pages: int = 4, head: int = 1, seal: int = 3) -> bytes:
    """A red-head paper: its head on page ``head``, date and round red stamp on page ``seal``."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(90, 400, f"正文第{number}页")
        if number == head:
            canvas.setFillColorRGB(0.85, 0.05, 0.05)
            canvas.setFont("STSong-Light", 36)
            canvas.drawCentredString(297, 700, "某某市人民政府文件")
            canvas.rect(80, 640, 435, 3, stroke=0, fill=1)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.setFont("STSong-Light", 14)
            canvas.drawCentredString(297, 655, "某政发〔2017〕12号")
        if number == seal:
            canvas.drawString(350, 250, "2017年3月1日")
            canvas.setStrokeColorRGB(0.85, 0.05, 0.05)
            canvas.setLineWidth(4)
            canvas.circle(400, 260, 60)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def signed_pdf(text: str = "已签名") -> bytes:
    """A PDF that looks signed: a signature field with a value and a byte range."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages_pdf([text]))))
    out = io.BytesIO()
    writer.write(out)
    plain = out.getvalue()
    mark = b"\n9 0 obj\n<</Type /Sig /ByteRange [0 100 200 300] /Contents <00>>>\nendobj\n"
    return plain + mark


def outlined_pdf(names: Sequence[str]) -> bytes:
    """A page for each name with a bookmark, and a link on the first page to the last."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages_pdf(names))))
    for number, name in enumerate(names):
        writer.add_outline_item(title=name, page_number=number)
        writer.add_named_destination(f"place{number}", number)
    link = Link(rect=(50, 50, 100, 100), target_page_index=len(names) - 1)
    writer.add_annotation(0, link)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def photo(
    size: tuple[int, int] = (640, 480), *, turned: bool = False, form: str = "JPEG", noise: int = 0
) -> bytes:
    """A picture, dark at its top left; with EXIF that says where and how it was held."""
    picture = Image.effect_noise(size, noise).convert("RGB") if noise else Image.new("RGB", size)
    ImageDraw.Draw(picture).rectangle((0, size[1] // 2, *size), fill=(240, 240, 240))
    out = io.BytesIO()
    if form != "JPEG":
        picture.save(out, form)
        return out.getvalue()
    exif = Image.Exif()
    exif[0x010F] = "SECRET CAMERA"
    exif[0x0112] = 6 if turned else 1
    picture.save(out, "JPEG", exif=exif, quality=92)
    return out.getvalue()


class Drawer:
    """Content by digest on disk; ``local`` is what a store offers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        (self.root / digest).write_bytes(data)
        return f"sha256:{digest}"

    @contextmanager
    def local(self, digest: str) -> Iterator[Path]:
        path = self.root / digest.partition(":")[2]
        if not path.is_file():
            raise FileNotFoundError(digest)
        yield path


def word_file(*paragraphs: str) -> bytes:
    """A Word document every office program opens."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workshop(
    root: Path, *, office: str | None = "", limits: MakingLimits | None = None
) -> Workshop:
    """A workshop with a cache and a drawer below ``root``; without LibreOffice unless named."""
    drawer = Drawer(root / "drawer")
    return Workshop(MadeCache(root / "made"), drawer.local, office=office, limits=limits, lanes=1)


def drawer_of(root: Path) -> Drawer:
    """The drawer of that workshop."""
    return Drawer(root / "drawer")


HAS_OFFICE = shutil.which("soffice") is not None
HAS_QPDF = shutil.which("qpdf") is not None
