"""Whatever the bytes and the name: an extraction comes back, and nothing is raised."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.codec import encodings
from dossier.extract.inline import InlineExtractor
from dossier.extract.signatures import identify
from dossier.extract.wire import Answer, answer_in, to_json
from dossier.rules.description import describe
from dossier.rules.finding_table import TABLE
from dossier.workflow.notation import ChineseNotation
from tests.tools import make_files as make

HEADS = [
    b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n", b"II*\x00", b"BM", b"GIF89a", b"{\\rtf1", b"<html>", b"<?xml ",
    b"From: a\nTo: b\n\n",
    b"RIFF\x00\x00\x00\x00WEBP", b"# ", b"a,b\nc,d\n",
]  # fmt: skip
WHOLE = [
    make.docx_file([make.SENTENCE]), make.xlsx_file({"表": [[1, "甲"]]}),
    make.ofd_file([[(1, 1, "甲")]]),
    make.pdf_file([make.SENTENCE]), make.picture_file(64, 48, "PNG"),
    make.picture_file(64, 48, "TIFF"),
    make.picture_file(64, 48, taken="2023:05:04 10:00:00"), make.ole_file({"Workbook": b"x"}),
    make.rtf_file("文"), make.mail_file("题", "文"), make.odt_file(["文"]), make.pptx_file(["文"]),
]  # fmt: skip
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def survives(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "content"
        path.write_bytes(content)
        found = InlineExtractor().extract(path, name)
        assert path.read_bytes() == content
    assert {finding.code for finding in found.findings} <= TABLE.keys()
    blocked = any(f.code.startswith("E") and f.code != "E106" for f in found.findings)
    assert found.usable is False if blocked else found.usable in (True, None)
    assert answer_in(to_json(Answer(1, extraction=found))) == Answer(1, extraction=found)
    describe(found, name, "2026-01-01", ChineseNotation())


@settings(max_examples=150)
@given(st.sampled_from(HEADS), st.binary(max_size=400), names)
def test_arbitrary_bytes_behind_any_signature(head: bytes, tail: bytes, name: str) -> None:
    survives(head + tail, name)


@settings(max_examples=150)
@given(st.sampled_from(WHOLE), st.data(), names)
def test_files_damaged_anywhere(whole: bytes, data: st.DataObject, name: str) -> None:
    cut = data.draw(st.integers(0, len(whole)))
    at = data.draw(st.integers(0, max(0, cut - 1)))
    damage = data.draw(st.binary(max_size=12))
    survives(whole[:at] + damage + whole[at + len(damage) : cut], name)


@given(st.binary(max_size=300))
def test_identifying_never_raises(content: bytes) -> None:
    identify(content)
    encodings.decode(content)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
@given(
    text=st.text(
        st.sampled_from("为深入推进全国文明城区创建工作，现将有关事项通知如下。\n123abc"),
        min_size=12,
    )
)
def test_office_text_is_decoded_as_written(encoding: str, text: str) -> None:
    assert encodings.decode(text.encode(encoding))[0] == text
