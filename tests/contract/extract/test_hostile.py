"""Files made to hurt: each costs itself a finding at most, and the next file is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dossier.extract.outcome import Limits
from dossier.extract.pool import ReaderPool
from tests.contract.extract.test_more_formats import box
from tests.tools import make_files as make

MEGABYTE = 1024 * 1024
LIMITS = Limits(seconds=20.0, memory_mb=1024, part_mb=16)


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(1, LIMITS) as pool:
        yield pool


def vast_picture() -> bytes:
    """A PNG that says it has 3.6 thousand million pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk
    return start + struct.pack(">I", zlib.crc32(chunk)) + bytes(200)


def swelling_pdf() -> bytes:
    """A content stream of some hundred kilobytes that unpacks to 400 MB."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b" " * MEGABYTE) for _ in range(400)) + packer.flush()
    plain = make.raw_pdf(b"SWELLS", make.HELVETICA)
    length = f"<< /Length {len(body)} /Filter /FlateDecode >>".encode()
    return plain.replace(b"<< /Length 6 >>", length).replace(b"SWELLS", body)


def swelling_workbook() -> bytes:
    """A sheet that unpacks to 400 MB."""
    buffer = io.BytesIO(make.xlsx_file({"表": [[1]]}))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as book,
        book.open("xl/sharedStrings.xml", "w", force_zip64=True) as part,
    ):
        part.write(b"<sst>")
        for _ in range(400):
            part.write(b"<si><t>" + b"A" * MEGABYTE + b"</t></si>")
        part.write(b"</sst>")
    return buffer.getvalue()


def swelling_document() -> bytes:
    return make.docx_file("<w:p/>" * (5 * MEGABYTE))


def deep_xml() -> bytes:
    return b"<?xml version='1.0'?>" + b"<a>" * 200_000 + b"</a>" * 200_000


def deep_html() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + "文明".encode()


def deep_rtf() -> bytes:
    return b"{\\rtf1" + b"{" * 100_000 + b"}" * 100_001


def laughing_xml() -> bytes:
    rows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "哈">{rows}]><a>&a11;</a>'.encode()


def endless_movie() -> bytes:
    return box(b"ftyp", b"isom" + bytes(8)) + box(b"moov", bytes(8)) * 50_000


def looping_pages() -> bytes:
    """A PDF whose page tree contains itself."""
    plain = make.raw_pdf(b"BT ET", make.HELVETICA)
    return plain.replace(b"/Kids [10 0 R]", b"/Kids [2 0 R]").replace(b"/Count 1", b"/Count 9")


def looping_compound() -> bytes:
    """A compound file whose sector chain runs in a circle."""
    content = bytearray(make.ole_file({"WordDocument": b"x"}))
    struct.pack_into("<128I", content, 512, *([1] * 128))
    return bytes(content)


@pytest.mark.parametrize(
    ("make_one", "name"),
    [
        (vast_picture, "图.png"),
        (swelling_pdf, "文.pdf"),
        (swelling_workbook, "表.xlsx"),
        (swelling_document, "文.docx"),
        (deep_xml, "文.xml"),
        (deep_html, "文.html"),
        (deep_rtf, "文.rtf"),
        (laughing_xml, "文.xml"),
        (endless_movie, "片.mp4"),
        (looping_pages, "文.pdf"),
        (looping_compound, "文.doc"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_f08_f09_a_hostile_file_costs_only_itself(
    pool: ReaderPool, tmp_path: Path, make_one: Callable[[], bytes], name: str
) -> None:
    evil, plain = tmp_path / "evil", tmp_path / "plain"
    evil.write_bytes(make_one())
    plain.write_text("文明城区创建工作", "utf-8")
    found = dict(pool.extract_many([("evil", evil, name), ("plain", plain, "文.txt")]))
    assert found["plain"].text == "文明城区创建工作"
    assert len(found["evil"].text) < 10_000_000
    assert found["evil"].findings or found["evil"].text
