"""Small real files for tests, made in memory: every function gives the bytes of one file."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

SENTENCE = "为深入推进全国文明城区创建工作，现将有关事项通知如下。"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
)
FONT = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")


def zip_file(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP with these members, in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def paragraph(text: str) -> str:
    """A Word paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx_file(
    body: str | Sequence[str], *, title: str = "", parts: Mapping[str, str] | None = None
) -> bytes:
    """A Word file: paragraphs, or raw body XML; ``parts`` are more XML parts by name."""
    inner = body if isinstance(body, str) else "".join(map(paragraph, body))
    space = (
        f'xmlns:w="{WORD}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    )
    more = {name: f"<w:part {space}>{xml}</w:part>" for name, xml in (parts or {}).items()}
    return zip_file(
        {
            "[Content_Types].xml": _CONTENT_TYPES.format(overrides=""),
            "word/document.xml": f"<w:document {space}><w:body>{inner}</w:body></w:document>",
            "docProps/core.xml": core,
            **more,
        }
    )


def shown_picture(name: str = "rId1", *, side: int = 3_600_000) -> str:
    """A Word paragraph that shows a picture, so many EMU wide."""
    return (
        "<w:p><w:r><w:drawing><wp:inline "
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="{side}" cy="{side}"/><a:blip r:embed="{name}" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def album_file(body: str) -> bytes:
    """A Word file with pictures: raw body XML, and something in its folder of media."""
    plain = docx_file(body)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zip_file({**members, "word/media/image1.jpeg": picture_file(64, 48)})


def xlsx_file(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    book.close()
    return buffer.getvalue()


def pptx_file(slides: Sequence[str]) -> bytes:
    """A presentation with one text per slide."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    members: dict[str, str] = {"[Content_Types].xml": _CONTENT_TYPES.format(overrides="")}
    for number, text in enumerate(slides, 1):
        xml = f'<p xmlns:a="{space}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p>'
        members[f"ppt/slides/slide{number}.xml"] = xml
    return zip_file(members)


def slides_file(slides: Sequence[Sequence[str]]) -> bytes:
    """A presentation whose slides have several paragraphs each."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    members: dict[str, str] = {"[Content_Types].xml": _CONTENT_TYPES.format(overrides="")}
    for number, lines in enumerate(slides, 1):
        rows = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
        members[f"ppt/slides/slide{number}.xml"] = f'<p xmlns:a="{space}">{rows}</p>'
    return zip_file(members)


def odt_file(paragraphs: Sequence[str]) -> bytes:
    """An OpenDocument text."""
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    inner = "".join(f"<t:p>{text}</t:p>" for text in paragraphs)
    content = f'<o:d xmlns:o="{urn}office:1.0" xmlns:t="{urn}text:1.0">{inner}</o:d>'
    return zip_file({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def odp_file(slides: Sequence[Sequence[str]]) -> bytes:
    """An OpenDocument presentation with these paragraphs on its slides."""
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    pages = "".join(
        "<d:page><d:frame>"
        + "".join(f"<t:p>{line}</t:p>" for line in lines)
        + "</d:frame></d:page>"
        for lines in slides
    )
    spaces = f'xmlns:o="{urn}office:1.0" xmlns:t="{urn}text:1.0" xmlns:d="{urn}drawing:1.0"'
    kind = "application/vnd.oasis.opendocument.presentation"
    return zip_file({"mimetype": kind, "content.xml": f"<o:d {spaces}>{pages}</o:d>"})


def ods_file(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An OpenDocument workbook with these sheets."""
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(
        f'<table:table table:name="{name}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    spaces = " ".join(f'xmlns:{s}="{urn}{s}:1.0"' for s in ("office", "table", "text"))
    inside = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{inside}</office:document-content>"
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zip_file(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def _ods_row(cells: Sequence[object]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value == "":
        return "<table:table-cell/>"
    number = isinstance(value, int | float)
    kind = f'office:value-type="{"float" if number else "string"}"'
    stated = f' office:value="{value}"' if number else ""
    return f"<table:table-cell {kind}{stated}><text:p>{value}</text:p></table:table-cell>"


def ofd_file(
    pages: Sequence[Sequence[tuple[float, float, str]]],
    *,
    title: str = "",
    seals: int = 0,
    drawn: bool = False,
) -> bytes:
    """An OFD: per page the texts with their left and top in millimetres, in drawing order."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    places = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    members: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocInfo><ofd:Title>{title}</ofd:Title>"
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>{places}</ofd:Pages>"
        "</ofd:Document>",
    }
    path = '<ofd:PathObject Boundary="0 0 9 9"/>' if drawn else ""
    for number, texts in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject Boundary="{left} {top} 80 5"><ofd:TextCode>{text}</ofd:TextCode>'
            "</ofd:TextObject>"
            for left, top, text in texts
        )
        xml = f"<ofd:Page {space}><ofd:Content>{objects}{path}</ofd:Content></ofd:Page>"
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = xml
    for number in range(seals):
        members[f"Doc_0/Signs/Sign_{number}/SignedValue.dat"] = b"\x30\x00"
    return zip_file(members)


def pdf_file(
    pages: Sequence[str],
    *,
    font: str = "STSong-Light",
    title: str = "",
    encrypt: str | None = None,
    image: bytes | None = None,
) -> bytes:
    """A PDF with these page texts, in a CID font that is not embedded, or in ``FONT`` embedded
    when ``font`` is ``embedded``. ``image`` is drawn on every page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    embedded = font == "embedded"
    pdfmetrics.registerFont(TTFont(font, FONT) if embedded else UnicodeCIDFont(font))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=encrypt, invariant=True)
    canvas.setTitle(title)
    for text in pages:
        canvas.setFont(font, 12)
        for number, line in enumerate(text.split("\n")):
            canvas.drawString(60, 780 - 20 * number, line)
        if image is not None:
            canvas.drawImage(ImageReader(io.BytesIO(image)), 50, 100, 400, 300)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def raw_pdf(content: bytes, font: str, *, count: int = 1) -> bytes:
    """A PDF written by hand: one content stream on ``count`` pages, and a font dictionary."""
    kids = " ".join(f"{10 + n} 0 R" for n in range(count))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        3: f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        4: font.encode(),
    }
    for number in range(count):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
        objects[10 + number] = (page + "/Resources << /Font << /F1 4 0 R >> >> >>").encode()
    out, offsets = bytearray(b"%PDF-1.4\n"), {}
    for number, data in objects.items():
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        entry = f"{offsets[number]:010d} 00000 n \n" if number in offsets else "0" * 10
        out += (entry if number in offsets else "0000000000 65535 f \n").encode()
    out += f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def with_signature(pdf: bytes, signature: bytes) -> bytes:
    """A PDF made by :func:`raw_pdf` with one filled-in signature field."""
    field = b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (S) /Rect [0 0 0 0] /V 21 0 R >>"
    objects = b"20 0 obj\n" + field + b"\nendobj\n21 0 obj\n" + signature + b"\nendobj\n"
    form = b"/Type /Catalog /AcroForm << /Fields [20 0 R] /SigFlags 3 >>"
    body = pdf[: pdf.rindex(b"xref\n0")].replace(b"/Type /Catalog", form, 1) + objects
    return body + b"trailer << /Size 22 /Root 1 0 R >>\n%%EOF\n"


def gbkp_pdf(text: str) -> bytes:
    """A PDF in a font that is not embedded, encoded GBKp-EUC-H, without ToUnicode."""
    return gbkp_pdf_lines([text])


def gbkp_pdf_lines(lines: Sequence[str], encoding: str = "GBKp-EUC-H", codec: str = "gbk") -> bytes:
    """The same with several lines, in a predefined ``encoding`` whose codes are those of the Python
    ``codec``; one that ends in V writes from top to bottom, line after line to the left.
    """
    font = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /{encoding} "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor << /Type "
        "/FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -141 1000 859] /ItalicAngle 0 "
        "/Ascent 859 /Descent -141 /CapHeight 700 /StemV 80 >> >>] >>"
    )
    step, start = ("-14 0", "560 800") if encoding.endswith("V") else ("0 -20", "60 800")
    shown = " ".join(f"<{line.encode(codec).hex().upper()}> Tj {step} Td" for line in lines)
    return raw_pdf(f"BT /F1 12 Tf {start} Td {shown} ET".encode(), font)


def picture_file(
    width: int = 400,
    height: int = 300,
    kind: str = "JPEG",
    *,
    exif: Mapping[int, object] | None = None,
    taken: str | None = None,
    colour: tuple[int, int, int] | None = None,
    seed: int = 1,
) -> bytes:
    """A picture of many squares, or of one ``colour``; ``taken`` is EXIF's DateTimeOriginal."""
    rng = random.Random(seed)
    small = Image.frombytes("RGB", (20, 15), rng.randbytes(900))
    noise = small.resize((width, height), Image.Resampling.NEAREST)
    image = Image.new("RGB", (width, height), colour) if colour else noise
    tags = Image.Exif()
    for tag, value in (exif or {}).items():
        tags[tag] = value
    if taken:
        tags.get_ifd(0x8769)[0x9003] = taken
    buffer = io.BytesIO()
    image.save(buffer, kind, **({"exif": tags} if kind in ("JPEG", "WEBP", "PNG") else {}))
    return buffer.getvalue()


def ole_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 compound file with these streams in its root, each padded to 4096 bytes."""
    blobs = [
        data.ljust(-(-max(len(data), 4096) // 512) * 512, b"\x00") for data in streams.values()
    ]
    directory_sectors = -(-(len(streams) + 1) // 4)
    fat: list[int] = [0xFFFFFFFD]
    fat += [n + 2 for n in range(directory_sectors - 1)] + [0xFFFFFFFE]
    entries = [_ole_entry("Root Entry", 5, child=1 if streams else -1, start=0xFFFFFFFE, size=0)]
    for number, (name, blob) in enumerate(zip(streams, blobs, strict=True), 1):
        start, count = len(fat), len(blob) // 512
        fat += [start + n + 1 for n in range(count - 1)] + [0xFFFFFFFE]
        following = number + 1 if number < len(streams) else -1
        entries.append(_ole_entry(name, 2, right=following, start=start, size=len(blob)))
    assert len(fat) <= 128, "one FAT sector only"
    table = struct.pack("<128I", *(fat + [0xFFFFFFFF] * (128 - len(fat))))
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\x00")
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    difat = struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    return header + difat + table + directory + b"".join(blobs)


def _ole_entry(
    name: str, kind: int, *, right: int = -1, child: int = -1, start: int, size: int
) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    links = struct.pack("<iii", -1, right, child)
    head = text.ljust(64, b"\x00") + struct.pack("<HBB", len(text), kind, 1) + links
    return head + bytes(36) + struct.pack("<IQ", start, size)


def rtf_file(text: str) -> bytes:
    """An RTF file in code page 936."""
    coded = "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))
    return ("{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}\\f0 " + coded + "\\par}").encode()


def mail_file(subject: str, body: str) -> bytes:
    """A mail with a plain text body."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", subject
    message.set_content(body)
    return bytes(message)


def program_file() -> bytes:
    """The head of a Windows program."""
    return b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(100)
