"""Lengths of texts, counted by hand."""

from __future__ import annotations

import pytest

from dossier.model.facts import Counts
from dossier.rules.counting import counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Counts()),
        ("文明城区", Counts(word=4, han=4, all=4)),
        ("文明，城区。", Counts(word=6, han=4, all=6)),
        ("文明 城区\n创建　工作", Counts(word=8, han=8, all=8)),
        ("hello world", Counts(word=2, all=10)),
        ("开展120场", Counts(word=4, han=3, all=6, numbers=1)),
        ("占3.5%，", Counts(word=3, han=1, all=6, numbers=1)),
        ("2026年3月5日", Counts(word=6, han=3, all=9)),
        ("电话027-82345678，云发〔2026〕3号，2场", Counts(word=14, han=6, all=28, numbers=1)),
        ("“创建”……——《通知》", Counts(word=12, han=4, all=12)),
        ("ａ１", Counts(word=2, all=2)),
        ("见www.gov.cn网站", Counts(word=4, han=3, all=13)),
        ("A 类 B 类", Counts(word=4, han=2, all=4)),
        ("①一是𠮷", Counts(word=4, han=3, all=4)),
    ],
)
def test_each_way_of_counting(text: str, expected: Counts) -> None:
    assert counts(text) == expected
