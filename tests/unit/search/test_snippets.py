from __future__ import annotations

from dossier.search.snippets import locate, snippet


def test_a_hit_is_marked_in_the_text_as_written() -> None:
    text = "关于印发《全国 文 明\n城市创建工作方案》第（３）号的通知"
    shown = snippet(text, ["文明城市", "3"])
    assert shown == "关于印发《全国 [[文 明 城市]]创建工作方案》第（[[３]]）号的通知"


def test_distant_hits_are_shown_apart() -> None:
    shown = snippet("开头" + "甲" * 500 + "中间" + "乙" * 500 + "末尾", ["中间", "末尾"])
    assert shown == f"…{'甲' * 16}[[中间]]{'乙' * 24}……{'乙' * 16}[[末尾]]"


def test_without_a_hit_the_start_is_shown() -> None:
    assert snippet("  正文的\n开头" + "字" * 100, ["没有"]).startswith("正文的 开头字")


def test_a_hit_across_a_window_border_is_found() -> None:
    for before in range(585, 605):
        assert locate("甲" * before + "文明城市", "文明城市") == (before, before + 4)


def test_s11_a_text_beyond_the_limit_is_not_read() -> None:
    book = "创建文明城市" * 400_000
    assert locate(book + "尾声", "尾声") is None
    assert snippet(book, ["文明"]) == f"创建[[文明]]{('城市' + '创建文明城市' * 4)[:24]}…"
