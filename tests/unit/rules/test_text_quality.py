from __future__ import annotations

import pytest

from dossier.rules.text_quality import has_han, is_garbled
from tests.tools.make_files import SENTENCE

READABLE = [
    SENTENCE * 4,
    "2023年 1 2 3 4 5 6 7 8 9 10 11 12 合计 100 200 300",
    "The quick brown fox jumps over the lazy dog.",
    "Práctica de GnuPG, traducción al castellano",
    "北京市 " + "…" * 10 + " 目录",
    "",
]
GARBLED = [
    SENTENCE.encode("gbk").decode("latin-1") * 3,
    "\ue0a1\ue0b2\ue0c3\ue0d4\ue0e5\ue0f6\ue1a7\ue1b8 文明",
    "\ufffd" * 20 + "文明",
    "궴쓁쏷뗄뫍컄쏷뇪ힼ뷨" * 3 + "文",
    "锟斤拷锟斤拷锟斤拷锟斤拷",
]


@pytest.mark.parametrize("text", READABLE)
def test_readable(text: str) -> None:
    assert not is_garbled(text, expects_chinese=False)


@pytest.mark.parametrize("text", GARBLED)
def test_f01_c03_garbled(text: str) -> None:
    assert is_garbled(text, expects_chinese=True)


@pytest.mark.parametrize("text", ["!\"#$%&'()*+,-./:;<=>?@" * 4, "궴쓁쏷뗄뫍컄쏷뇪ힼ뷨" * 3])
def test_f01_signs_without_words_are_garbage_where_chinese_is_expected(text: str) -> None:
    assert is_garbled(text, expects_chinese=True)


def test_english_under_a_chinese_name_is_no_garbage() -> None:
    assert not is_garbled("The quick brown fox jumps over the lazy dog. " * 3, expects_chinese=True)


@pytest.mark.parametrize(
    "text",
    [
        "目录\n第一章 总则……………………………1\n第二章 附则 … … … … … … … … 12",
        "12.5% 3.0 4,500 -7 1/2 合计",
        "2023-05-04 10:00",
    ],
)
def test_contents_pages_and_figures_are_no_garbage(text: str) -> None:
    assert not is_garbled(text, expects_chinese=True)


def test_has_han() -> None:
    assert has_han("abc文")
    assert not has_han("abc あいう 한글")


def test_han_characters_nobody_writes_are_garbage() -> None:
    import random

    luck = random.Random(5)
    glyphs = "".join(chr(luck.randrange(0x4E00, 0x9FA6)) for _ in range(200))
    assert is_garbled(glyphs, expects_chinese=False)
    traditional = "全國文明城區創建工作領導小組辦公室關於開展志願服務活動的通知"
    names = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
    assert not is_garbled(traditional, expects_chinese=True)
    assert not is_garbled(names, expects_chinese=True)
