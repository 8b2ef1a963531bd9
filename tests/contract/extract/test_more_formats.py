"""Formats beyond the everyday ones, each from its bytes."""

from __future__ import annotations

import importlib.util
import io
import struct
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFilter

from dossier.extract.inline import InlineExtractor
from dossier.model.extraction import Extraction
from tests.tools import make_files as make
from tests.tools.recordings import FILMS, SECONDS, recordings

Read = Callable[[bytes, str], Extraction]
TEXT = make.SENTENCE


def codes(found: Extraction) -> list[str]:
    return [finding.code for finding in found.findings]


def rtf(body: str, fonts: str = "{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 Arial;}") -> bytes:
    return ("{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl" + fonts + "}" + body + "}").encode("ascii")


def gbk(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


def test_rtf_reads_each_run_in_the_character_set_of_its_font(read: Read) -> None:
    body = f"\\f0 {gbk('文明')}{{\\f1 caf\\'e9}}\\par\\f0 {gbk('城市')}\\u21019?\\u-10179?\\u-8704?"
    found = read(rtf(body), "文.rtf")
    assert found.text == "文明café\n城市创\U0001f600"


def test_rtf_leaves_out_what_nobody_sees(read: Read) -> None:
    hidden = "{\\info{\\title T}}{\\*\\x secret}{\\pict\\bin4 }}}}}{\\stylesheet Normal;}"
    found = read(rtf(hidden + f"\\f0 {gbk(TEXT)}"), "文.rtf")
    assert found.text == TEXT
    assert found.metadata["title"] == "T"


def test_f04_comments_and_foreign_chunks_of_docx_are_read(read: Read) -> None:
    parts = {"word/comments.xml": make.paragraph("批注内容")}
    plain = make.docx_file(["正文"], parts=parts)
    assert "批注内容" in read(plain, "a.docx").text
    page = f"<html><body><p>{TEXT}</p></body></html>"
    mht = f"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}"
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{make.WORD}"/>',
        "word/chunk.mht": mht,
    }
    assert TEXT in read(make.zip_file(members), "a.docx").text


def test_notes_of_slides_are_read(read: Read) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    note = f'<n xmlns:a="{space}"><a:p><a:r><a:t>备注</a:t></a:r></a:p></n>'
    members = {"[Content_Types].xml": "<Types/>", "ppt/notesSlides/notesSlide1.xml": note}
    members["ppt/slides/slide1.xml"] = note.replace("备注", "正文")
    assert read(make.zip_file(members), "a.pptx").text == "正文\n备注"


def test_saved_web_pages(read: Read) -> None:
    page = f"<html><body><p>{TEXT}</p></body></html>"
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B; type="text/html"\r\n'
    part = f"\r\n--B\r\nContent-Type: text/html; charset=gb2312\r\n\r\n{page}\r\n--B--\r\n"
    found = read((f"From: <saved>\r\nSubject: t\r\n{head}{part}").encode("gb18030"), "a.mht")
    assert (found.format, TEXT in found.text) == ("mht", True)


def test_outlook_mail(read: Read) -> None:
    wide = {
        "__substg1.0_0037001F": "创建材料",
        "__substg1.0_1000001F": TEXT,
        "__substg1.0_0C1A001F": "张三",
    }
    streams = {name: text.encode("utf-16-le") for name, text in wide.items()}
    found = read(make.ole_file({"__properties_version1.0": b"", **streams}), "信.msg")
    assert (found.format, found.metadata["title"], found.usable) == ("msg", "创建材料", True)
    assert TEXT in found.text
    assert "From: 张三" in found.text


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def movie(seconds: int, made: int = 3_800_000_000) -> bytes:
    head = bytes(4) + struct.pack(">IIII", made, made, 1000, 1000 * seconds) + bytes(80)
    track = bytes(76) + struct.pack(">II", 1920 << 16, 1080 << 16)
    inner = box(b"mvhd", head) + box(b"trak", box(b"tkhd", track))
    return box(b"ftyp", b"isom" + bytes(8)) + box(b"moov", inner)


def test_recordings_are_described_by_their_containers(read: Read) -> None:
    found = read(movie(61), "宣传片.mp4")
    assert (found.usable, codes(found)) == (None, ["U106"])
    facts = {key: found.metadata[key] for key in ("duration", "width", "height")}
    assert facts == {"duration": 61.0, "width": 1920, "height": 1080}
    assert str(found.metadata["created"]).startswith("2024-05-31")
    assert codes(read(movie(0), "空.mp4")) == ["E113"]
    assert codes(read(movie(9)[:40], "断.mp4")) == ["E105"]


@pytest.mark.parametrize(("name", "content"), recordings().items(), ids=lambda value: value[:5])
def test_films_and_sounds_of_other_containers(read: Read, name: str, content: bytes) -> None:
    found = read(content, name)
    assert (found.usable, codes(found)) == (None, ["U106"])
    assert found.metadata["duration"] == pytest.approx(SECONDS, abs=0.1)
    size = found.metadata.get("width"), found.metadata.get("height")
    assert size == ((640, 480) if name in FILMS else (None, None))


@pytest.mark.parametrize("name", ["片.wmv", "片.mkv"])
def test_a_film_that_was_cut_off_says_so(read: Read, name: str) -> None:
    assert codes(read(recordings()[name][:-50], name)) == ["E105"]


def test_a_film_whose_pictures_were_cut_off_says_so(read: Read) -> None:
    whole = movie(9) + box(b"mdat", bytes(500))
    assert codes(read(whole, "片.mp4")) == ["U106"]
    assert codes(read(whole[:-10], "片.mp4")) == ["E105"]


def test_a_film_in_fragments_may_not_know_how_long_it_is(read: Read) -> None:
    head = bytes(4) + struct.pack(">IIII", 0, 0, 1000, 0) + bytes(80)
    inner = box(b"mvhd", head) + box(b"mvex", box(b"trex", bytes(24)))
    found = read(box(b"ftyp", b"isom" + bytes(8)) + box(b"moov", inner), "片.mp4")
    assert ("duration" in found.metadata, codes(found)) == (False, ["U106"])


def test_sounds_last_as_long_as_they_say(read: Read) -> None:
    rate = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    body = (
        b"fmt " + struct.pack("<I", 16) + rate + b"data" + struct.pack("<I", 32000) + bytes(32000)
    )
    wav = read(b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body, "录音.wav")
    assert wav.metadata["duration"] == 2.0
    mp3 = read(b"\xff\xfb\x90\x00" + bytes(16000 - 4), "歌.mp3")
    assert mp3.metadata["duration"] == 1.0


@pytest.mark.skipif(importlib.util.find_spec("pillow_heif") is None, reason="no HEIC decoder here")
def test_photographs_of_telephones(read: Read) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    image = Image.open(io.BytesIO(make.picture_file(640, 480)))
    buffer = io.BytesIO()
    image.save(buffer, "HEIF")
    found = read(buffer.getvalue(), "照片.heic")
    assert (found.format, found.usable, found.metadata["width"]) == ("heic", True, 640)


def test_scans_of_several_pages_in_one_tiff(read: Read) -> None:
    pages = [Image.new("L", (640, 480), shade) for shade in (10, 99, 200)]
    for page in pages:
        ImageDraw.Draw(page).line((0, 0, 640, 480), fill=255, width=5)
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    assert read(buffer.getvalue(), "扫描.tif").pages == 3


def test_macros_and_embedded_programs_are_named(read: Read) -> None:
    body = make.paragraph(TEXT)
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{make.WORD}">{body}</w:document>',
        "word/vbaProject.bin": "x",
        "word/embeddings/安装.exe": make.program_file(),
    }
    found = read(make.zip_file(members), "通知.docm")
    assert (found.usable, codes(found)) == (True, ["W108", "W109"])
    assert found.findings[1].parameters == {"name": "word/embeddings/安装.exe"}


def test_macros_of_old_office_files_are_named(read: Read) -> None:
    content = make.ole_file({"WordDocument": b"x", "\x01Ole10Native": b"\x00\x00setup.exe\x00"})
    assert codes(read(content, "a.doc")) == ["U102", "W109"]


def test_a_program_attached_to_a_mail_is_named(read: Read) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "通知"
    message.set_content(TEXT)
    message.add_attachment(b"MZ", maintype="application", subtype="x", filename="update.exe")
    assert codes(read(bytes(message), "信.eml")) == ["W109"]


@pytest.mark.parametrize(
    ("streams", "name"),
    [
        ({"WordDocument": b"\xec\xa5" + bytes(9) + b"\x01"}, "密.doc"),
        ({"Current User": bytes(12) + b"\xdf\xc4\xd1\xf3", "PowerPoint Document": b""}, "密.ppt"),
    ],
)
def test_old_office_files_behind_a_password(
    read: Read, streams: dict[str, bytes], name: str
) -> None:
    found = read(make.ole_file(streams), name)
    assert (found.usable, codes(found)) == (False, ["E104"])


def test_f02_spaces_of_ocr_layers_are_closed_up(read: Read) -> None:
    spaced = " ".join("全国文明城区创建工作方案")
    found = read(f"{spaced}\n姓名 性别\t单位 名称电话".encode(), "a.txt")
    assert found.text.split("\n")[0] == "全国文明城区创建工作方案"
    assert "姓名 性别" in found.text


def page_with(picture: bytes, texts: list[str]) -> bytes:
    """A PDF whose pages bear these texts; empty ones show the picture, None pages nothing."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    for text in texts:
        if text == "picture":
            canvas.drawImage(ImageReader(io.BytesIO(picture)), 50, 100, 400, 300)
        elif text:
            canvas.drawString(60, 700, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_f08_scanned_mixed_and_blank_pages_are_told_apart(read: Read) -> None:
    words = "The quick brown fox jumps"
    found = read(page_with(make.picture_file(), [words, "picture", "picture", "", words]), "a.pdf")
    assert (found.usable, codes(found)) == (True, ["W110", "W111"])
    assert (found.metadata["scanned_pages"], found.metadata["blank_pages"]) == ("2-3", "4")


def sealed_page(with_seal: bool) -> bytes:
    image = Image.new("RGB", (827, 1169), "white")
    draw = ImageDraw.Draw(image)
    for row in range(20):
        draw.rectangle((120, 250 + 30 * row, 700, 262 + 30 * row), fill="black")
    draw.rectangle((120, 100, 700, 160), fill=(214, 15, 15))
    if with_seal:
        draw.ellipse((480, 820, 645, 985), outline=(214, 15, 15), width=7)
        draw.regular_polygon((562, 902, 30), 5, fill=(214, 15, 15))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_red_round_seal_is_noticed_and_a_red_head_is_none(read: Read) -> None:
    found = read(sealed_page(True), "扫描.png")
    assert (found.metadata["paper"], found.metadata["red_seal"]) == (1, 1)
    assert "red_seal" not in read(sealed_page(False), "扫描.png").metadata


def test_c03_a_blurred_photograph_is_left_to_a_person(read: Read) -> None:
    image = Image.open(io.BytesIO(make.picture_file(640, 480)))
    buffer = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(25)).save(buffer, "JPEG")
    found = read(buffer.getvalue(), "照片.jpg")
    assert (found.usable, codes(found)) == (None, ["U103"])


def test_a_stamped_photograph_is_named(read: Read) -> None:
    assert codes(read(make.picture_file(), "今日水印相机_20240305.jpg")) == ["W113"]
    stamped = make.picture_file(exif={0x0131: "Timemark"})
    assert codes(read(stamped, "照片.jpg")) == ["W113"]


def test_signatures_of_pdf_are_counted_not_believed(tmp_path: Path) -> None:
    sig = b"<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >>"
    content = make.raw_pdf(b"BT /F1 12 Tf 60 700 Td (The quick brown fox) Tj ET", make.HELVETICA)
    signed = make.with_signature(content, sig)
    path = tmp_path / "签.pdf"
    path.write_bytes(signed)
    found = InlineExtractor().extract(path, path.name)
    assert found.metadata["signatures"] == 1
    assert "W106" in codes(found)


def scanned_ofd(picture: bytes) -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    shows = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="7"/>'
    resource = f'<ofd:Res {space} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7">'
    return make.zip_file(
        {
            "OFD.xml": f"<ofd:OFD {space}><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>"
            '<ofd:Page ID="1" BaseLoc="Pages/P1.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Pages/P1.xml": f"<ofd:Page {space}>{shows}</ofd:Page>",
            "Doc_0/DocumentRes.xml": f"{resource}<ofd:MediaFile>a.jpg</ofd:MediaFile>"
            "</ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
            "Doc_0/Res/a.jpg": picture,
        }
    )


def test_f06_a_scanned_ofd_gives_its_pages_as_pictures(read: Read, tmp_path: Path) -> None:
    from dossier.extract.page_images import page_image
    from dossier.extract.signatures import identify

    content = scanned_ofd(make.picture_file(640, 480))
    found = read(content, "扫描.ofd")
    assert (found.usable, codes(found), found.metadata["scanned_pages"]) == (None, ["U101"], "1")
    image = page_image(tmp_path / "content", identify(content), 0, dpi=96, side=320)
    assert image.size == (320, 240)


def scripted(content: bytes) -> bytes:
    """The PDF with a script that runs when it is opened."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    said = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
    script = DictionaryObject({NameObject(key): value for key, value in said.items()})
    listed = ArrayObject([TextStringObject("a"), script])
    tree = DictionaryObject({NameObject("/Names"): listed})
    names = DictionaryObject({NameObject("/JavaScript"): tree})
    writer.root_object[NameObject("/Names")] = names
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_scripts_inside_a_pdf_are_named(read: Read) -> None:
    found = read(scripted(make.pdf_file([TEXT])), "文.pdf")
    assert (found.usable, codes(found)) == (True, ["W108"])


@pytest.mark.parametrize("name", ["通知.vbs", "a.JS", "清理.bat", "b.ps1", "c.hta", "d.reg"])
def test_text_that_a_system_would_run_is_a_program(read: Read, name: str) -> None:
    found = read(f'Set s = CreateObject("WScript.Shell")\r\n{TEXT}'.encode(), name)
    assert (found.format, found.usable, codes(found)) == ("script", False, ["E102"])
    assert codes(read(TEXT.encode(), "说明.txt")) == []
