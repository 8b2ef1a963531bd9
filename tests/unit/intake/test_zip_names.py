from __future__ import annotations

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.codec.zip_names import decode_name


@pytest.mark.parametrize("char", ["誠", "琝", "猏"])
def test_z02_a_backslash_inside_a_character_is_no_separator(char: str) -> None:
    raw = f"王{char}/{char}报告.docx".encode("gbk")
    assert b"\\" in raw
    found = decode_name(raw)
    assert (found.name, found.encoding) == (f"王{char}/{char}报告.docx", "gb18030")


@pytest.mark.parametrize(
    "name",
    [
        "志愿服务/活动方案.docx",
        "志願服務報告.pdf",
        "一.pdf",
        "联通",
        "梅.jpg",
        "2023年总结（终稿）.doc",
        "㐀𠀀.txt",
    ],
)
def test_z01_names_of_chinese_windows(name: str) -> None:
    assert decode_name(name.encode("gb18030")).name == name


@pytest.mark.parametrize("name", ["志愿服务/活动.docx", "résumé.doc", "梅 é.jpg"])
def test_z01_unflagged_utf8_of_macos_and_others(name: str) -> None:
    assert decode_name(name.encode()) == decode_name(name.encode(), utf8=True)
    assert decode_name(name.encode()).name == name


def test_big5_only_on_strong_evidence_and_with_a_doubt() -> None:
    found = decode_name("臺灣文件報告說明.doc".encode("big5"))
    assert (found.name, found.encoding, found.certain) == ("臺灣文件報告說明.doc", "big5", False)


def test_bytes_of_no_chinese_encoding_are_kept_readable_and_doubted() -> None:
    raw = b"\xff\xfe\xff.doc"
    found = decode_name(raw)
    assert (found.name.encode("cp437"), found.certain) == (raw, False)


def test_a_wrong_flag_is_not_believed() -> None:
    found = decode_name("总结.doc".encode("gbk"), utf8=True)
    assert (found.name, found.certain) == ("总结.doc", False)


def test_windows_separators_become_ours() -> None:
    assert decode_name(b"a\\b.txt").name == "a/b.txt"


def unicode_path(raw: bytes, name: str) -> bytes:
    body = b"\x01" + binascii.crc32(raw).to_bytes(4, "little") + name.encode()
    return b"\x75\x70" + len(body).to_bytes(2, "little") + body


def test_unicode_path_field_counts_when_made_for_these_bytes() -> None:
    raw = b"?????.doc"
    other = b"\x55\x54\x05\x00\x03abcd"
    assert decode_name(raw, extra=other + unicode_path(raw, "总结.doc")).name == "总结.doc"
    assert decode_name(raw, extra=unicode_path(b"else", "总结.doc")).name == "?????.doc"


@pytest.mark.parametrize("extra", [b"\x75", b"\x75\x70\xff\xff\x01", b"\x75\x70\x02\x00\x01\x00"])
def test_torn_extra_fields_are_passed_over(extra: bytes) -> None:
    assert decode_name(b"a.doc", extra=extra).name == "a.doc"


@given(raw=st.binary(max_size=80), utf8=st.booleans(), extra=st.binary(max_size=40))
def test_any_bytes_give_some_name(raw: bytes, utf8: bool, extra: bytes) -> None:
    found = decode_name(raw, utf8=utf8, extra=extra)
    assert "\\" not in found.name
    assert found.name or not raw
