from __future__ import annotations

import pytest

from dossier.errors import UsageError
from dossier.search.query import And, Node, Not, Or, Term, parse, positive_terms

A, B, C = Term("文明"), Term("城市"), Term("草案")


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("文明", A),
        ("文明 城市", And((A, B))),
        ("文明 AND 城市", And((A, B))),
        ("文明 OR 城市", Or((A, B))),
        ("文明 或者 城市", Or((A, B))),
        ("文明|城市", Or((A, B))),
        ("文明 NOT 草案", And((A, Not(C)))),
        ("文明 -草案", And((A, Not(C)))),
        ("（文明 OR 城市） NOT 草案", And((Or((A, B)), Not(C)))),
        ("文明 城市 OR 草案", Or((And((A, B)), C))),
        ("NOT (文明 OR 草案) 城市", And((Not(Or((A, C))), B))),
        ('"文明 城市"', Term("文明城市")),
        ("“work plan”", Term("work plan")),
        ("标题:文明", Term("文明", "title")),
        ("title:文明 name:城市", And((Term("文明", "title"), Term("城市", "name")))),
        ("文件名：“城市”", Term("城市", "name")),
        ("Ⅲ-16-2", Term("iii-16-2")),
        ("subtitle:x", Term("subtitle:x")),
        ("oregon 或者说", And((Term("oregon"), Term("或者说")))),
        ("NOT NOT 文明", A),
    ],
)
def test_s03_the_logic_holds_for_chinese_terms(query: str, meaning: Node) -> None:
    assert parse(query) == meaning


@pytest.mark.parametrize(
    "query",
    [
        "", "   ", "，。！", '"，"', "文明 ，", '"文明', "文明”", '""', "(文明", "文明)", "()", ")",
        "文明 OR", "OR 文明", "文明 | | 城市", "文明 NOT", "AND 文明", "文明 AND", "NOT 草案",
        "-草案", "文明 OR NOT 草案", "(NOT 草案) -文明", "标题:", "标题: OR 文明", "标题:(文明)",
        "-",
        "(" * 100 + "文明" + ")" * 100, "NOT " * 100 + "文明", "文" * 1001,
    ],
)  # fmt: skip
def test_s03_what_has_no_meaning_is_reported(query: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(query)
    assert caught.value.hint
    assert caught.value.message.format(**caught.value.parameters)


def test_only_terms_that_speak_for_a_record_are_marked() -> None:
    assert positive_terms(parse("文明 (城市 OR 文明) -草案")) == (A, B)
