from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.codec.chinese_dates import find_dates, find_range, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月4日",
        "2023 年 5 月 4 日",
        "2023年05月04日",
        "２０２３年５月４日",
        "二〇二三年五月四日",
        "二○二三年五月四日",
        "2023-05-04",
        "2023-5-4",
        "2023.5.4",
        "2023/05/04",
        "20230504",
        "2023年5月4号",
    ],
)
def test_every_spelling_of_a_day(text: str) -> None:
    assert parse_date(text) == "2023-05-04"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("二〇一九年十月十日", "2019-10-10"),
        ("二〇一九年十二月三十一日", "2019-12-31"),
        ("一九九八年十一月二十日", "1998-11-20"),
        ("二〇〇八年二月二十九日", "2008-02-29"),
        ("二〇二四年 二月 廿八日", "2024-02-28"),
        ("二 O 二 O 年十月二十四日", "2020-10-24"),
        ("2024年三月卅一日", "2024-03-31"),
        ("2024年元月5日", "2024-01-05"),
        ("二〇二四年元月五日", "2024-01-05"),
    ],
)
def test_numerals_up_to_thirty_one(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "2023年2月30日",
        "2023年13月1日",
        "二〇二三年二月三十日",
        "2023-02-29",
        "20231301",
        "二〇二三年零月一日",
        "2023年5月",
        "昨天",
        "",
        "2023年5月4日上午",
        "3023年1月1日",
        "2023.5-4",
    ],
)
def test_no_date_or_an_impossible_one_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_an_impossible_day_is_still_seen_in_a_text() -> None:
    (found,) = find_dates("签于2023年2月30日。")
    assert (found.text, found.iso) == ("2023年2月30日", None)


def test_long_numbers_and_versions_are_no_dates() -> None:
    assert not list(find_dates("身份证11010120230504001X，电话2023050412，版本2023.5.4.1"))


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("2023年1月1日至2023年6月30日", "2023-01-01/2023-06-30"),
        ("2023年5月4日至6日", "2023-05-04/2023-05-06"),
        ("2023年5月4日—6月1日", "2023-05-04/2023-06-01"),
        ("2023-05-04 ~ 2023-05-06", "2023-05-04/2023-05-06"),
        ("2023年1月至6月工作情况", "2023-01-01/2023-06-30"),
        ("2022年11月至2023年2月台账", "2022-11-01/2023-02-28"),
        ("2023年1-6月统计表", "2023-01-01/2023-06-30"),
        ("2023年度工作总结", "2023-01-01/2023-12-31"),
    ],
)
def test_intervals(text: str, interval: str) -> None:
    assert find_range(text) == interval


@pytest.mark.parametrize(
    "text", ["2023年6月30日至2023年1月1日", "2023年13月至15月", "2023年5月4日", "无"]
)
def test_no_interval(text: str) -> None:
    assert find_range(text) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_every_possible_day_is_read_back(day: dt.date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", day.isoformat()):
        assert parse_date(text) == day.isoformat()


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    find_range(text)
    for found in find_dates(text):
        assert text[found.start : found.end] == found.text
