"""Marks across pictures, and the writing in scenes that is none."""

from __future__ import annotations

import pytest

from dossier.rules.watermarks import mark_in


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        (["视觉 中国", "VCG.COM"], "视觉中国"),
        (["图虫创意  tuchong.com"], "图虫"),
        (["SHUTTERSTOCK®"], "shutterstock"),
        (["ｗｗｗ．ｎｉｐｉｃ．ｃｏｍ", "昵图网"], "昵图网"),
        (["Adobe Stock"], "adobestock"),
        (["仅供参考", "仅供", "仅供参考"], "仅供参考"),
        (["样图  样图  样图"], "样图"),
        (["图片来源于网络"], "来源于网络"),
    ],
)
def test_marks_are_found_however_they_are_set(lines: list[str], mark: str) -> None:
    assert mark_in(lines) == mark


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["今日水印", "2026年3月5日 星期四 10:20", "武汉市江岸区", "防伪 XK3M9"],
        ["马克相机", "经度 114.3", "相机已验证照片真实性"],
        ["时间：2026-03-05", "地点：市民之家", "施工单位：城管局"],
        ["以上价格仅供参考"],
        ["中国", "视觉效果", "图书馆", "全景"],
        ["版权所有 翻印必究"],
        ["文明健康  有你有我", "讲文明 树新风"],
    ],
)
def test_dates_places_slogans_and_single_words_are_no_marks(lines: list[str]) -> None:
    assert mark_in(lines) is None
