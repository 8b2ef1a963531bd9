"""What every extractor promises, proved on real small files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.extract import TextExtractor
from dossier.extract.inline import InlineExtractor
from dossier.extract.outcome import Limits
from dossier.model.extraction import Extraction
from tests.tools import make_files as make

Read = Callable[[bytes, str], Extraction]
TEXT = make.SENTENCE
needs_font = pytest.mark.skipif(not make.FONT.exists(), reason="no Chinese TrueType font here")


def codes(extraction: Extraction) -> list[str]:
    return [finding.code for finding in extraction.findings]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知.docx", make.docx_file([TEXT])),
        ("表.xlsx", make.xlsx_file({"一": [[TEXT, 1]]})),
        ("片.pptx", make.pptx_file([TEXT])),
        ("文.odt", make.odt_file([TEXT])),
        ("文.ofd", make.ofd_file([[(10, 10, TEXT)]])),
        ("文.pdf", make.pdf_file([TEXT])),
        ("文.rtf", make.rtf_file(TEXT)),
        ("文.txt", TEXT.encode("gb18030")),
        ("文.txt", TEXT.encode("utf-16")),
        ("文.html", f"<html><body><p>{TEXT}</p></body></html>".encode("gb18030")),
        ("文.xml", f'<?xml version="1.0" encoding="UTF-8"?><a>{TEXT}</a>'.encode()),
        ("文.eml", make.mail_file("题目", TEXT)),
    ],
)
def test_text_is_found_and_usable(read: Read, name: str, content: bytes) -> None:
    found = read(content, name)
    assert TEXT in found.text.replace("\n", "")
    assert (found.usable, codes(found)) == (True, [])


def test_f04_every_hiding_place_of_docx_text_is_found_once(read: Read) -> None:
    p = make.paragraph
    box = f"<w:txbxContent>{p('文本框')}</w:txbxContent>"
    body = (
        p("正文")
        + f"<w:tbl><w:tr><w:tc>{p('表格')}<w:tbl><w:tr><w:tc>{p('嵌套')}</w:tc></w:tr></w:tbl>"
        "</w:tc></w:tr></w:tbl>"
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>前</w:t></w:r><w:ins><w:r><w:t>插入</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删除</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:t>后</w:t></w:r></w:p>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>"
        f"{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>框旁</w:t></w:r></w:p>"
    )
    parts = {
        "word/header1.xml": p("页眉"),
        "word/footer1.xml": p("页脚"),
        "word/footnotes.xml": p("脚注"),
    }
    text = read(make.docx_file(body, parts=parts), "通知.docx").text
    for once in (
        "正文",
        "表格",
        "嵌套",
        "控件",
        "前插入后",
        "文本框",
        "框旁",
        "页眉",
        "页脚",
        "脚注",
    ):
        assert text.count(once) == 1, once
    assert "删除" not in text
    assert "移走" not in text


def test_f01_gbkp_without_tounicode_is_read_right(read: Read) -> None:
    found = read(make.gbkp_pdf(TEXT), "通知.pdf")
    assert (found.text, found.usable) == (TEXT, True)


@pytest.mark.parametrize(
    "encoding",
    [
        "GBK-EUC-H", "GBK-EUC-V", "GBKp-EUC-V", "GBK2K-H", "GBK2K-V", "GB-EUC-H", "GBpc-EUC-H",
        "UniGB-UCS2-H", "UniGB-UCS2-V", "UniGB-UTF16-H",
    ],
)  # fmt: skip
def test_f01_predefined_character_maps_and_vertical_text(read: Read, encoding: str) -> None:
    content = make.gbkp_pdf_lines([TEXT], encoding)
    if encoding.startswith("Uni"):
        in_gbk = TEXT.encode("gbk").hex().upper().encode()
        content = content.replace(in_gbk, TEXT.encode("utf-16-be").hex().upper().encode())
    found = read(content, "通知.pdf")
    assert (found.text, found.usable) == (TEXT, True)


def test_quotation_marks_that_were_drawn_last_stand_where_they_are_seen(read: Read) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.setFont("STSong-Light", 20)
    for x, piece in (
        (60, "我市举行"),
        (160, "文明交通"),
        (260, "主题宣传活动"),
        (140, "“"),
        (240, "”"),
    ):
        canvas.drawString(x, 700, piece)
    canvas.drawString(60, 660, "活动很好")
    canvas.save()
    assert read(buffer.getvalue(), "文.pdf").text == "我市举行“文明交通”主题宣传活动\n活动很好"


def test_f01_c03_a_lost_character_map_is_garbled_not_searchable(read: Read) -> None:
    shown = TEXT.encode("gbk").hex().upper()
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /SimSun /Encoding /WinAnsiEncoding >>"
    content = f"BT /F1 12 Tf 60 700 Td <{shown}> Tj ET".encode()
    found = read(make.raw_pdf(content, font), "通知.pdf")
    assert (found.usable, codes(found)) == (False, ["E107"])
    assert found.text == ""


def test_f01_one_garbled_page_is_named_and_left_out(read: Read) -> None:
    broken = "\ue0a1\ue0b2\ue0c3\ue0d4\ue0e5\ue0f6\ue1a7\ue1b8\ue1b9"
    found = read(make.ofd_file([[(1, 1, TEXT)], [(1, 1, broken)], [(1, 1, TEXT)]]), "签到.ofd")
    assert found.usable is True
    assert found.findings[0].code == "W107"
    assert found.findings[0].parameters == {"pages": "2"}
    assert found.page_texts == (TEXT, "", TEXT)
    assert broken not in found.text


def test_text_beyond_the_limit_is_cut_and_said(tmp_path: Path) -> None:
    path = tmp_path / "长.txt"
    path.write_text(TEXT * 10, "utf-8")
    found = InlineExtractor(Limits(chars=50)).extract(path, path.name)
    assert (len(found.text), codes(found), found.usable) == (50, ["W105"], True)


def test_f06_ofd_text_stands_in_reading_order(read: Read) -> None:
    page = [(60, 20, "通知"), (10, 40, "第二行"), (10, 20, "关于创建的")]
    found = read(make.ofd_file([page, [(10, 10, "次页")]], title="题"), "文.ofd")
    assert found.text == "关于创建的通知\n第二行\n次页"
    assert (found.pages, found.metadata["title"]) == (2, "题")


def test_f06_drawn_ofd_is_undetermined_and_seals_are_named(read: Read) -> None:
    found = read(make.ofd_file([[]], drawn=True, seals=2), "章.ofd")
    assert (found.usable, codes(found)) == (None, ["W106", "U101"])
    assert found.metadata["seals"] == 2


def test_f06_a_pdf_called_ofd_is_read_as_pdf(read: Read) -> None:
    found = read(make.pdf_file([TEXT]), "通知.ofd")
    assert (found.format, found.text, codes(found)) == ("pdf", TEXT, ["W101"])


def test_f05_f07_wps_of_either_maker(read: Read) -> None:
    assert read(make.docx_file([TEXT]), "通知.wps").text == TEXT
    kingsoft = read(make.ole_file({"WordDocument": b"", "WpsCustomData": b""}), "通知.wps")
    works = read(make.ole_file({"MM": b"", "MN0": b""}), "通知.wps")
    assert (kingsoft.format, works.format) == ("wps", "works")
    assert codes(kingsoft) == codes(works) == ["U102"]
    assert kingsoft.usable is works.usable is None


def test_f08_a_scan_of_300_pages_is_left_to_a_person(read: Read) -> None:
    stroke = b"0 0 m 100 100 l S"
    found = read(make.raw_pdf(stroke, "<< /Type /Font >>", count=300), "扫描.pdf")
    assert (found.pages, found.usable, codes(found)) == (300, None, ["U101"])


def test_a_page_number_on_a_scan_is_no_text(read: Read) -> None:
    found = read(make.pdf_file(["第 1 页"], image=make.picture_file()), "扫描.pdf")
    assert (found.usable, codes(found)) == (None, ["U101"])


def test_f08_an_unpacked_part_beyond_the_limit_is_parked(read: Read) -> None:
    huge = make.docx_file("<w:p/>" * (9 * 1024 * 1024))
    found = read(huge, "大.docx")
    assert (found.usable, codes(found)) == (None, ["E106"])


def test_entities_do_not_expand(read: Read) -> None:
    lol = '<!DOCTYPE w:document [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;">]>'
    plain = make.docx_file([TEXT])
    body = (
        f'{lol}<w:document xmlns:w="{make.WORD}"><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>'
    )
    assert (
        "哈哈"
        not in read(
            make.zip_file({"[Content_Types].xml": "", "word/document.xml": body}), "a.docx"
        ).text
    )
    assert read(plain, "a.docx").text == TEXT


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "空.docx", "E101"),
        (make.program_file(), "照片.jpg", "E102"),
        (make.zip_file({"[Content_Types].xml": "", "word/document.xml": "<w"}), "坏.docx", "E103"),
        (b"%PDF-1.4\n%%EOF\n", "坏.pdf", "E103"),
        (make.pdf_file(["密"], encrypt="x"), "密.pdf", "E104"),
        (make.ole_file({"EncryptedPackage": b"", "EncryptionInfo": b""}), "密.docx", "E104"),
        (make.docx_file([TEXT * 300])[:900], "断.docx", "E105"),
        (make.picture_file()[:-2000], "断.jpg", "E105"),
        (make.pdf_file([TEXT])[:300], "断.pdf", "E105"),
        (make.pdf_file([TEXT, TEXT])[:-400], "断.pdf", "E105"),
        (make.rtf_file(TEXT)[:-20], "断.rtf", "E105"),
        (make.xlsx_file({"表": [[TEXT]]})[:-200], "断.xlsx", "E105"),
        (make.pdf_file(["", ""]), "白.pdf", "E113"),
        (make.docx_file(["", " "]), "白.docx", "E113"),
        (make.picture_file(colour=(255, 255, 255)), "白.jpg", "E113"),
        (make.picture_file(64, 64), "图标.png", "E114"),
    ],
)
def test_c03_what_cannot_serve_is_not_usable(
    read: Read, content: bytes, name: str, code: str
) -> None:
    found = read(content, name)
    assert found.usable is False
    assert codes(found)[0] == code


@pytest.mark.parametrize("stream", ["WordDocument", "PowerPoint Document", "Something"])
def test_without_a_reader_nobody_can_tell(read: Read, stream: str) -> None:
    found = read(make.ole_file({stream: b"x"}), "文件")
    assert (found.usable, codes(found)) == (None, ["U102"])


def test_an_unknown_format_is_kept_and_named(read: Read) -> None:
    found = read(bytes(range(256)), "x.dat")
    assert (found.usable, codes(found)) == (None, ["W102"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF"])
def test_pictures_that_decode_are_usable(read: Read, kind: str) -> None:
    found = read(make.picture_file(640, 480, kind), f"照片.{kind.lower()}")
    assert (found.usable, codes(found)) == (True, [])
    assert (found.metadata["width"], found.metadata["height"]) == (640, 480)


def test_exif_tells_camera_time_place_and_caption(read: Read) -> None:
    gps = {1: "N", 2: (30.0, 15.0, 36.0), 3: "E", 4: (120.0, 9.0, 0.0)}
    exif = {0x010F: "HUAWEI", 0x0110: "P60", 0x0112: 6, 0x010E: "文明".encode("gbk"), 0x8825: gps}
    found = read(make.picture_file(exif=exif, taken="2023:05:04 10:11:12"), "照片.jpg").metadata
    assert found["DateTimeOriginal"] == "2023:05:04 10:11:12"
    assert (found["Make"], found["Model"], found["Orientation"]) == ("HUAWEI", "P60", 6)
    assert found["ImageDescription"] == "文明"
    assert (found["GPSLatitude"], found["GPSLongitude"]) == (30.26, 120.15)


def test_pages_have_their_texts(read: Read) -> None:
    found = read(make.pdf_file(["第一页的文字内容在此", "第二页的文字内容在此"]), "文.pdf")
    assert found.page_texts == ("第一页的文字内容在此", "第二页的文字内容在此")
    assert found.pages == 2


@needs_font
def test_embedded_fonts_are_read(read: Read) -> None:
    assert read(make.pdf_file([TEXT], font="embedded"), "文.pdf").text == TEXT


def test_radicals_come_out_as_characters(read: Read) -> None:
    assert read("⽂明城市".encode(), "文.txt").text == "文明城市"


def test_a_missing_file_is_a_finding(extractor: TextExtractor, tmp_path: Path) -> None:
    found = extractor.extract(tmp_path / "不在.pdf", "不在.pdf")
    assert (found.usable, codes(found)) == (None, ["E108"])
