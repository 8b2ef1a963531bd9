from __future__ import annotations

import unicodedata

import pytest

from dossier.model.profiles import Layout
from dossier.rules.arcnames import allocate, arcname, clean, fits, name_key, safe_name

LAYOUT = Layout(folder="{code}/{kind_name}", file="{seq:03} {stem}{ext}")


@pytest.mark.parametrize(
    ("received", "safe"),
    [
        ('a<b>c:d"e/f\\g|h?i*j.pdf', "a_b_c_d_e_f_g_h_i_j.pdf"),
        ("100%达标#1$HOME.pdf", "100_达标_1_HOME.pdf"),
        ("方\u202e案\u200b.pdf\x07", "方案.pdf"),
        ("报告. . ", "报告"),
        ("  两\t个\n空 格 ", "两 个 空 格"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("LPT¹ .x", "_LPT¹ .x"),
        ("CONTENT.txt", "CONTENT.txt"),
        ("~$方案.docx", "__方案.docx"),
        ("\ud800坏", "坏"),
        ("...", "_"),
        ("", "_"),
        ("e\u0301te.pdf", "\u00e9te.pdf"),
    ],
)
def test_names_become_legal(received: str, safe: str) -> None:
    assert safe_name(received, LAYOUT, is_file=True) == safe


def test_template_values_cannot_make_folders() -> None:
    values = {"code": "../Ⅲ-1", "kind_name": "", "seq": "7", "stem": "a/../b", "ext": ".pdf"}
    assert arcname(LAYOUT, values) == ".._Ⅲ-1/_/007 a_.._b.pdf"


def test_an_attribute_in_a_template_is_only_text() -> None:
    layout = Layout(folder="", file="{stem.__class__}{nothing}{stem}")
    assert arcname(layout, {"stem": "x"}) == "{stem.__class__}{nothing}x"


def test_z04_a_long_chinese_name_passes_when_it_fits() -> None:
    layout = Layout(folder="", file="{stem}{ext}")
    assert arcname(layout, {"stem": "文" * 70, "ext": ".pdf"}) == "文" * 70 + ".pdf"


def test_z04_longer_names_are_shortened_apart_and_keep_their_extension() -> None:
    layout = Layout(folder="", file="{stem}{ext}", max_name_chars=255, max_name_bytes=240)
    one = arcname(layout, {"stem": "明" * 90 + "一", "ext": ".docx"})
    two = arcname(layout, {"stem": "明" * 90 + "二", "ext": ".docx"})
    assert one != two
    assert one.endswith(".docx")
    assert len(one.encode()) <= 240


def test_files_of_one_long_folder_stay_together() -> None:
    values = {"code": "案" * 300, "kind_name": "图" * 300, "seq": "1", "ext": ".pdf"}
    short = arcname(LAYOUT, {**values, "stem": "a"})
    long = arcname(LAYOUT, {**values, "stem": "很长" * 200})
    assert short.rpartition("/")[0] == long.rpartition("/")[0]
    assert fits(short, LAYOUT)
    assert fits(long, LAYOUT)


def test_z06_and_case_collisions_get_a_suffix_from_their_identity() -> None:
    wanted = [("A/a.pdf", "1"), ("a/A.PDF", "2"), ("A/a.pdf", "3")]
    paths = allocate(wanted, LAYOUT)
    assert paths == allocate(wanted, LAYOUT)
    assert paths[0] == "A/a.pdf"
    assert all(path and path.startswith("A/") for path in paths), "one spelling of a folder"
    assert len({name_key(path or "") for path in paths}) == 3
    nfd = unicodedata.normalize("NFD", "é.pdf")
    assert name_key(nfd) == name_key("é.PDF")


def test_no_room_for_a_suffix_is_told() -> None:
    tight = Layout(folder="", file="{stem}", max_path_chars=3, max_name_chars=3)
    first, second = allocate([("abc", "1"), ("abc", "2")], tight)
    assert first == "abc"
    assert second is None or not fits(second, tight)


def test_ascii_mode_loses_nothing_silently() -> None:
    layout = Layout(folder="", file="{stem}{ext}", ascii=True)
    one = arcname(layout, {"stem": "方案", "ext": ".pdf"})
    two = arcname(layout, {"stem": "报告", "ext": ".pdf"})
    assert one.isascii()
    assert one.endswith(".pdf")
    assert one != two
    assert arcname(layout, {"stem": "Café", "ext": ".pdf"}).startswith("Cafe")


def test_cleaning_twice_changes_nothing() -> None:
    text = clean(" .~方\u200b案:\u202e. ")
    assert clean(text) == text
