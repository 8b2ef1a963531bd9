"""Files that are wrong on purpose, each with what is wrong about it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dossier.i18n import N_
from dossier.sample.names import name_of_bytes
from dossier.sample.papers import A4, policy_pdf
from dossier.sample.photos import photo_jpeg
from dossier.sample.reports import report_docx
from dossier.sample.subject import Subject

PASSWORD = "yunxi"  # noqa: S105 - of a generated paper that must not open
LONG_NAME_BYTES = 250


@dataclass(frozen=True, slots=True)
class Fault:
    """A faulty file: ``wrong`` is a message id.

    One with a ``kind`` pretends to fill that slot of an ask and has ``{code}`` in its ``name``.
    """

    name: str
    wrong: str
    make: Callable[[Subject], bytes]
    kind: str = ""


def _empty(_subject: Subject) -> bytes:
    return b""


def _cut_pdf(subject: Subject) -> bytes:
    whole = policy_pdf(subject)
    return whole[: len(whole) * 3 // 5]


def _cut_jpeg(subject: Subject) -> bytes:
    whole = photo_jpeg(subject.day, subject.luck)
    return whole[: len(whole) // 3]


def _program(_subject: Subject) -> bytes:
    """The header of a DOS program that is none: no code follows."""
    stub = b"This program cannot be run in DOS mode.\r\r\n$"
    return b"MZ\x90\x00\x03".ljust(64, b"\x00") + stub.ljust(4032, b"\x00")


def _locked(subject: Subject) -> bytes:
    return policy_pdf(subject, password=PASSWORD)


def _blank(_subject: Subject) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for _ in range(3):
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _scan(subject: Subject) -> bytes:
    """One page that is a picture of lines of writing, without any text."""
    picture = io.BytesIO()
    _writing(subject).save(picture, "JPEG", quality=70)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    return buffer.getvalue()


def _writing(subject: Subject) -> Image.Image:
    image = Image.new("L", (1240, 1754), 238)
    draw = ImageDraw.Draw(image)
    for y in range(260, 1500, 60):
        for x in range(180, 1060, 38):
            for _ in range(4):
                dx, dy = subject.luck.randint(0, 24), subject.luck.randint(0, 26)
                draw.line((x + dx, y, x + 12, y + dy), fill=60, width=3)
    return image


def _owner_file(_subject: Subject) -> bytes:
    return b"\x06" + "资料员".encode("gbk").ljust(161, b" ")


def _thumbnails(_subject: Subject) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(1536, b"\x00")


def _finder(_subject: Subject) -> bytes:
    return b"\x00\x00\x00\x01Bud1".ljust(6148, b"\x00")


def _half_download(subject: Subject) -> bytes:
    return report_docx(subject)[:4096]


FAULTS = (
    Fault("{code} 情况说明（空）.docx", N_("the file is empty (0 bytes)"), _empty, "report"),
    Fault(
        "{code} 实施方案（传输中断）.pdf",
        N_("the PDF is cut off in the middle"),
        _cut_pdf,
        "policy",
    ),
    Fault(
        "{code} 现场图片（传输中断）.jpg",
        N_("the picture is cut off in the middle"),
        _cut_jpeg,
        "photo",
    ),
    Fault("{code} 情况说明（改名）.docx", N_("a program renamed to .docx"), _program, "report"),
    Fault("{code} 实施方案（加密）.pdf", N_("the PDF needs a password"), _locked, "policy"),
    Fault("{code} 实施方案（空白页）.pdf", N_("the PDF has only blank pages"), _blank, "policy"),
    Fault("{code} 实施方案（扫描件）.pdf", N_("a scanned page without any text"), _scan, "policy"),
    Fault("实施方案（后缀不符）.docx", N_("a PDF named .docx"), policy_pdf),
    Fault(
        name_of_bytes("关于进一步做好有关工作的情况说明", ".docx", LONG_NAME_BYTES),
        N_("a name of 250 bytes"),
        report_docx,
    ),
    Fault("~$报告.docx", N_("left behind by Word while a report was open"), _owner_file),
    Fault("Thumbs.db", N_("left behind by Windows"), _thumbnails),
    Fault(".DS_Store", N_("left behind by a Mac"), _finder),
    Fault("情况说明.docx.part", N_("a download that never finished"), _half_download),
)

DUPLICATE = N_("the same report that another unit sent")
