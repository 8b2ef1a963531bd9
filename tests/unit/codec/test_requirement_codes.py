"""Spellings of codes, with and without an edition."""

from __future__ import annotations

import re

import pytest

from dossier.codec.requirement_codes import (
    CodeBook,
    ascii_form,
    canonical,
    code_key,
    find_codes,
)
from dossier.model.editions import Edition, Indicator, Kind, Requirement, Slot

SPELLINGS = [
    "Ⅲ-16-2)-①",
    "III-16-2-1",
    "Ⅲ—16（2）①",
    "iii-16 2)1",
    "Ⅲ-16-2-①",
    "Ⅲ－１６－２－①",
    "ⅲ–16–2)①",
    "ⅠⅠⅠ-16-2-1",
    "lll-16-2-1",
    "111-16-2-1",
    "Ⅲ16(2)①",
    "Ⅲ-16-⑵-①",
    "Ⅲ_16_2_1",
    "Ⅲ.16.2.1",
    "Ⅲ－16【2】❶",
    " Ⅲ-16-2)① ",
]


def edition(*codes: str, also: dict[str, tuple[str, ...]] | None = None) -> Edition:
    indicators = {"-".join(code.split("-")[:2]) for code in codes}
    return Edition(
        id="small",
        title="小样",
        year=2026,
        scope="测试",
        kinds=(Kind("policy", "规范文件"),),
        indicators=tuple(Indicator(code, 3, None) for code in sorted(indicators)),
        requirements=tuple(
            Requirement(
                code,
                "-".join(code.split("-")[:2]),
                code,
                (Slot("policy"),),
                also=(also or {}).get(code, ()),
            )
            for code in codes
        ),
    )


BOOK = CodeBook(
    edition(
        "Ⅲ-1-1-①",
        "Ⅲ-3-①",
        "Ⅲ-3-②",
        "Ⅲ-5-4",
        "Ⅲ-5-3-①",
        "Ⅲ-12-1",
        "Ⅲ-14-2-①",
        "Ⅲ-14-1-①",
        "Ⅲ-16-1-①",
        "Ⅲ-16-1-②",
        "Ⅲ-16-2-①",
        "Ⅲ-32",
        "加分-①",
        also={"Ⅲ-14-2-①": ("Ⅲ-14-2-②", "Ⅲ-14-2-③"), "加分-①": ("加分-②",)},
    )
)
MINORS = CodeBook(edition("3-8-1", "1-1-①", "1-1-②", "5-6-①", "G15"))


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_is_one_code(text: str) -> None:
    assert canonical(text) == "Ⅲ-16-2-①"
    assert code_key(text) == (3, 16, 2, 1)
    assert BOOK.resolve(text) == "Ⅲ-16-2-①"


@pytest.mark.parametrize(
    ("text", "printed", "plain"),
    [
        ("Ⅲ-1-①", "Ⅲ-1-①", "III-1-1"),
        ("III-1-4", "Ⅲ-1-4", "III-1-4"),
        ("Ⅱ—1", "Ⅱ-1", "II-1"),
        ("1-1)①", "1-1-①", "1-1-1"),
        ("3-8-1", "3-8-1", "3-8-1"),
        ("6.1.1-1", "6-1-1-1", "6-1-1-1"),
        ("g15", "G15", "G15"),
        ("加分-①", "加分-①", "JF-1"),
    ],
)
def test_other_shapes(text: str, printed: str, plain: str) -> None:
    assert canonical(text) == printed
    assert ascii_form(text) == plain


@pytest.mark.parametrize(
    "text", ["", "Ⅲ", "16", "2017-05-02", "〔2017〕2号", "13800138000", "方案", "Ⅲ-1 方案", "-"]
)
def test_what_is_no_code(text: str) -> None:
    assert canonical(text) is None
    assert code_key(text) == ()
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        ascii_form(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("III-3-1", "Ⅲ-3-①"),
        ("III-5-4", "Ⅲ-5-4"),
        ("Ⅲ-14-2)②", "Ⅲ-14-2-①"),
        ("Ⅲ-14-2)①②③", "Ⅲ-14-2-①"),
        ("Ⅲ-14-2", "Ⅲ-14-2-①"),
        ("Ⅲ-12", "Ⅲ-12-1"),
        ("Ⅲ-32", "Ⅲ-32"),
        ("3-16-2-1", "Ⅲ-16-2-①"),
        ("JF-2", "加分-①"),
        ("加分", "加分-①"),
        ("Ⅲ-14-①", None),
        ("Ⅲ-16", None),
        ("Ⅲ-16-1", None),
        ("Ⅲ-16-1-①②", None),
        ("Ⅲ-99-1", None),
        ("Ⅱ-16-2-①", None),
    ],
)
def test_resolving_against_an_edition(text: str, code: str | None) -> None:
    assert BOOK.resolve(text) == code


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("文明办/Ⅲ-16-2)-① 志愿服务.docx", ("Ⅲ-16-2-①",)),
        ("教育局/III-16-2-1_统计表.xlsx", ("Ⅲ-16-2-①",)),
        ("Ⅲ-16 志愿服务/Ⅲ—16（1）② 意见.pdf", ("Ⅲ-16-1-②",)),
        ("Ⅲ-16-1-①②两项.pdf", ("Ⅲ-16-1-①", "Ⅲ-16-1-②")),
        ("Ⅲ-16-1-①、②两项.pdf", ("Ⅲ-16-1-①", "Ⅲ-16-1-②")),
        ("Ⅲ-1-1-①和Ⅲ-3-②.jpg", ("Ⅲ-1-1-①", "Ⅲ-3-②")),
        ("Ⅲ-3-①_2.jpg", ("Ⅲ-3-①",)),
        ("III-3-1-12.jpg", ("Ⅲ-3-①",)),
        ("III-3-1 (2).jpg", ("Ⅲ-3-①",)),
        ("III-3-1.7z", ("Ⅲ-3-①",)),
        ("III-16-2-1.1.docx", ("Ⅲ-16-2-①",)),
        ("Ⅲ-32-3.jpg", ("Ⅲ-32",)),
        ("Ⅲ-12 2017-05-02.jpg", ("Ⅲ-12-1",)),
        ("Ⅲ-12 03.jpg", ("Ⅲ-12-1",)),
        ("加分项①奖牌.jpg", ("加分-①",)),
        ("文明办/加分/奖牌.jpg", ("加分-①",)),
        ("文明办\\加分项\\奖牌.jpg", ("加分-①",)),
        ("学习加分情况.docx", ()),
        ("文明办/Ⅲ-16 志愿服务/1)②意见.docx", ("Ⅲ-16-1-②",)),
        ("文明办/Ⅲ-16/2）名册/①注册.xlsx", ("Ⅲ-16-2-①",)),
        ("Ⅲ-3\\②媒体\\a.jpg", ("Ⅲ-3-②",)),
        ("Ⅲ-16/（1）说明/② b.docx", ("Ⅲ-16-1-②",)),
        ("Ⅲ-16/2017年/①.docx", ()),
        ("Ⅲ-16/1 说明.docx", ()),
        ("Ⅲ-16 志愿服务/a.jpg", ()),
        ("方案〔2017〕2号.pdf", ()),
        ("2017-05-02 会议.jpg", ()),
        ("3-16-2-1.jpg", ()),
        ("电话022-111-1234.txt", ()),
        ("WIII-16-2-1.txt", ()),
        ("Ⅲ-99-1.docx", ()),
        ("饮用水源达Ⅲ类.pdf", ()),
        ("IMG_20170502_1.jpg", ()),
        ("G15高速.jpg", ()),
    ],
)
def test_finding_codes_in_paths(path: str, codes: tuple[str, ...]) -> None:
    assert BOOK.find(path) == codes


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("教育局/3-8-1 体质健康.xlsx", ("3-8-1",)),
        ("文明办/1-1)①会议通知.pdf", ("1-1-①",)),
        ("资料1-1)①②.pdf", ("1-1-①", "1-1-②")),
        ("2013-8-1 活动.jpg", ()),
        ("13-8-1 活动.jpg", ()),
        ("3-8-12 活动.jpg", ()),
        ("3-8-1-4 活动.jpg", ()),
        ("3-8-1日活动.jpg", ()),
        ("活动3-8-1.jpg", ()),
        ("〔2017〕3-8-1.jpg", ()),
        ("G15说明.docx", ("G15",)),
        ("IMG15.jpg", ()),
    ],
)
def test_codes_without_a_letter_need_certainty(path: str, codes: tuple[str, ...]) -> None:
    assert MINORS.find(path) == codes


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("Ⅲ-99-1.docx", ("Ⅲ-99-1",)),
        ("iii—99（1）② x.docx", ("Ⅲ-99-1-②",)),
        ("Ⅲ-16-9-1.docx", ("Ⅲ-16-9-①",)),
        ("Ⅲ-16 志愿服务/a.docx", ()),
        ("Ⅲ-16-1/a.docx", ()),
        ("Ⅲ-16 2.docx", ()),
        ("Ⅲ-3-①-7.jpg", ()),
        ("i-1.jpg", ()),
        ("Ⅱ-3类.docx", ()),
        ("2017-05-02.jpg", ()),
    ],
)
def test_unknown_codes(path: str, codes: tuple[str, ...]) -> None:
    """W202: shaped like a code of this system, but not in this edition."""
    assert BOOK.unknown(path) == codes


def test_finding_without_an_edition() -> None:
    text = "见Ⅲ-16-2)①、iii-16 2)1和Ⅲ-3-②，另见2017-05-02及〔2017〕2号"
    assert find_codes(text) == ("Ⅲ-16-2-①", "Ⅲ-3-②")


def test_keys_sort_by_number() -> None:
    codes = ["加分-①", "Ⅲ-16-1-②", "Ⅲ-2-1-①", "Ⅲ-16-1-①", "Ⅰ-12"]
    ordered = ["Ⅰ-12", "Ⅲ-2-1-①", "Ⅲ-16-1-①", "Ⅲ-16-1-②", "加分-①"]
    assert sorted(codes, key=code_key) == ordered
