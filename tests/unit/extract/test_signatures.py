from __future__ import annotations

import io
import zipfile

import pytest

from dossier.extract.formats import by_name
from dossier.extract.signatures import (
    expected_extensions,
    extension_of,
    identify,
    surprising_extension,
)
from tests.tools import make_files as make
from tests.tools.recordings import recordings

TEXT = make.SENTENCE * 5
RECORDINGS = {
    "片.wmv": "wmv", "片.mkv": "mkv", "片.flv": "flv", "片.mpg": "mpg", "片.ts": "ts",
    "片.rmvb": "rm", "声.aac": "aac", "声.amr": "amr", "声.flac": "flac", "声.ogg": "ogg",
    "长.mp3": "mp3",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pdf", b"%PDF-1.7\n"),
        ("pdf", b"\xef\xbb\xbf junk \n%PDF-1.7\n"),
        ("ofd", make.ofd_file([[]])),
        ("docx", make.docx_file([TEXT])),
        ("xlsx", make.xlsx_file({"表": [[1]]})),
        ("pptx", make.pptx_file(["一"])),
        ("odt", make.odt_file(["一"])),
        ("zip", make.zip_file({"a.txt": "a"})),
        ("zip", make.zip_file({})),
        ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04"),
        ("rar", b"Rar!\x1a\x07\x01\x00"),
        ("gz", b"\x1f\x8b\x08\x00"),
        ("tar", b"a".ljust(257, b"\x00") + b"ustar\x0000".ljust(255, b"\x00")),
        ("rtf", make.rtf_file("一")),
        ("jpeg", make.picture_file(kind="JPEG")),
        ("png", make.picture_file(kind="PNG")),
        ("tiff", make.picture_file(kind="TIFF")),
        ("bmp", make.picture_file(kind="BMP")),
        ("webp", make.picture_file(kind="WEBP")),
        ("gif", make.picture_file(kind="GIF")),
        ("heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
        ("mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00"),
        ("mov", b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00"),
        ("avi", b"RIFF\x00\x00\x00\x00AVI LIST"),
        ("wav", b"RIFF\x00\x00\x00\x00WAVEfmt "),
        ("mp3", b"ID3\x04\x00"),
        ("eml", make.mail_file("题", "文")),
        ("html", "<!DOCTYPE html><p>文明</p>".encode()),
        ("xml", '<?xml version="1.0"?><a>文明</a>'.encode()),
        ("md", f"# 标题\n\n{TEXT}".encode()),
        ("csv", "单位,数量\n城管局,3\n教育局,4\n".encode()),
        ("txt", TEXT.encode()),
        ("txt", TEXT.encode("gb18030")),
        ("txt", TEXT.encode("utf-16")),
        ("txt", "為深入推進全國文明城區創建工作".encode("big5")),
        ("txt", b"the quick\nbrown fox\n"),
        ("pe", make.program_file()),
        ("elf", b"\x7fELF\x02\x01\x01"),
        ("mach-o", b"\xcf\xfa\xed\xfe\x07"),
        ("lnk", b"\x4c\x00\x00\x00\x01\x14\x02\x00"),
        *((kind, recordings()[name]) for name, kind in RECORDINGS.items()),
        ("script", b"#!/bin/sh\nrm -rf /\n"),
        ("script", b"@echo off\r\ndel *.*\r\n"),
        ("jar", make.zip_file({"META-INF/MANIFEST.MF": "", "A.class": b"\xca\xfe\xba\xbe"})),
        ("apk", make.zip_file({"AndroidManifest.xml": b"", "classes.dex": b""})),
        ("empty", b""),
        ("unknown", bytes(range(256)) * 4),
    ],
)
def test_content_decides(name: str, content: bytes) -> None:
    assert identify(content).name == name


@pytest.mark.parametrize(
    ("name", "streams"),
    [
        ("doc", ("WordDocument", "1Table")),
        ("xls", ("Workbook",)),
        ("xls", ("Book",)),
        ("ppt", ("PowerPoint Document", "Current User")),
        ("msg", ("__properties_version1.0",)),
        ("wps", ("WordDocument", "WpsCustomData")),
        ("et", ("Workbook", "WpsCustomData")),
        ("works", ("MM", "MN0")),
        ("works", ("MatOST", "CONTENTS")),
        ("ole", ("Something",)),
    ],
)
def test_f07_f05_ole_formats_are_told_apart_by_streams(name: str, streams: tuple[str, ...]) -> None:
    assert identify(make.ole_file(dict.fromkeys(streams, b"x"))).name == name


def test_f05_an_ooxml_wps_is_a_word_file_and_no_surprise() -> None:
    kind = identify(make.docx_file(["一"]))
    assert kind.name == "docx"
    assert surprising_extension(kind, "通知.wps") is None


def test_f06_a_pdf_renamed_ofd_is_recognised() -> None:
    kind = identify(b"%PDF-1.4\n")
    assert surprising_extension(kind, "通知.ofd") == "ofd"


def test_encrypted_office_is_known_without_a_password() -> None:
    kind = identify(make.ole_file({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}))
    assert (kind.name, kind.encrypted) == ("ooxml", True)


def test_a_docx_without_its_end_is_still_a_docx() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", TEXT * 200)
    assert identify(buffer.getvalue()[:3000]).name == "docx"


def test_text_cut_inside_a_character_at_the_end_of_the_head_is_text() -> None:
    assert identify(b"a" + (TEXT * 2000).encode()).name == "txt"
    assert identify(b"a" + (TEXT * 2000).encode("gb18030")).name == "txt"


def test_surprises_and_their_absence() -> None:
    jpeg = by_name("jpeg")
    assert surprising_extension(jpeg, "照片.JPG") is None
    assert surprising_extension(jpeg, "照片.png") == "png"
    assert surprising_extension(jpeg, "第3.5期") is None
    assert surprising_extension(by_name("unknown"), "a.dat") is None
    assert "jpg" in expected_extensions(jpeg)
    assert [extension_of(n) for n in ("a.PDF", ".hidden", "无", "a.b.c")] == ["pdf", "", "", "c"]


def test_programs_are_executable_and_papers_are_not() -> None:
    assert identify(make.program_file()).executable
    assert not by_name("docx").executable
