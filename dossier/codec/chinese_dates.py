"""Dates as Chinese offices write them, and back to ISO.

GB/T 9704-2012 section 7.3.5.4 wants Arabic figures (2023年5月4日); older papers write
二〇二三年五月四日, file names 20230504, tables 2023-05-04 or 2023.5.4.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDE = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_ZEROS = "〇○◯零ＯOo0"
_DIGITS = dict.fromkeys(_ZEROS, 0) | {sign: n for n, sign in enumerate("一二三四五六七八九", 1)}
_HAN_YEAR = f"[一二](?: ?[{_ZEROS}一二三四五六七八九]){{3}}"
_SMALL = "(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_MONTH = f"(?:{_SMALL}|元)"
_TENS = str.maketrans({"廿": "二十", "卅": "三十", "元": "一"})
_DATE = re.compile(
    rf"(?:(?<![0-9])(?P<y1>(?:19|20)[0-9]{{2}})|(?P<y2>{_HAN_YEAR}))\s*年"
    rf"\s*(?P<m1>{_MONTH})\s*月\s*(?P<d1>{_SMALL})\s*[日号]"
    r"|(?<![0-9.])(?P<y3>(?:19|20)[0-9]{2})(?P<s>[-./])(?P<m3>[0-9]{1,2})(?P=s)(?P<d3>[0-9]{1,2})"
    r"(?![0-9])(?!\.[0-9])"
    r"|(?<![0-9])(?P<y4>(?:19|20)[0-9]{2})(?P<m4>[0-9]{2})(?P<d4>[0-9]{2})(?![0-9])"
)
_TO = r"\s*(?:至|到|—+|－|-|–|~|～)\s*"
_MONTHS = re.compile(
    rf"(?<![0-9])((?:19|20)[0-9]{{2}})\s*年\s*([0-9]{{1,2}})\s*月?{_TO}"
    r"(?:((?:19|20)[0-9]{2})\s*年\s*)?([0-9]{1,2})\s*月(?!\s*[0-9]{1,2}\s*[日号])"
)
_TAIL = re.compile(rf"{_TO}(?:(?:([0-9]{{1,2}})\s*月\s*)?([0-9]{{1,2}})\s*[日号])")
_BETWEEN = re.compile(_TO)
_WHOLE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*(?:年度|年全年|全年)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ``iso`` is None where no calendar has that day."""

    start: int
    end: int
    text: str
    iso: str | None


def find_dates(text: str) -> Iterator[FoundDate]:
    """Every date in the text, in order; ranges give their two ends only where both are whole."""
    plain = text.translate(_WIDE)
    for match in _DATE.finditer(plain):
        year, month, day = _numbers(match)
        shown = text[match.start() : match.end()]
        found = _iso(year, month, day)
        if found is None and match["y4"]:
            continue  # eight digits that are no date are simply a number
        yield FoundDate(match.start(), match.end(), shown, found)


def parse_date(text: str) -> str | None:
    """ISO date when the whole text is one possible date, else None."""
    stripped = text.strip()
    found = next(find_dates(stripped), None)
    whole = found is not None and (found.start, found.end) == (0, len(stripped))
    return found.iso if found is not None and whole else None


def find_range(text: str) -> str | None:
    """The first interval in the text as ``YYYY-MM-DD/YYYY-MM-DD``: days, months or a 年度."""
    plain = text.translate(_WIDE)
    return _day_range(plain) or _month_range(plain) or _year_range(plain)


def _day_range(text: str) -> str | None:
    dates = [found for found in find_dates(text) if found.iso]
    for first, second in itertools.pairwise(dates):
        if _BETWEEN.fullmatch(text, first.end, second.start):
            return _interval(first.iso, second.iso)
    for first in dates:
        tail = _TAIL.match(text, first.end)
        if tail and first.iso:
            year, month = int(first.iso[:4]), int(tail[1] or first.iso[5:7])
            return _interval(first.iso, _iso(year, month, int(tail[2])))
    return None


def _month_range(text: str) -> str | None:
    match = _MONTHS.search(text)
    if match is None:
        return None
    first_year, first_month = int(match[1]), int(match[2])
    last_year, last_month = int(match[3] or match[1]), int(match[4])
    if not (1 <= first_month <= 12 and 1 <= last_month <= 12):
        return None
    last_day = calendar.monthrange(last_year, last_month)[1]
    return _interval(_iso(first_year, first_month, 1), _iso(last_year, last_month, last_day))


def _year_range(text: str) -> str | None:
    match = _WHOLE_YEAR.search(text)
    return f"{match[1]}-01-01/{match[1]}-12-31" if match else None


def _interval(first: str | None, last: str | None) -> str | None:
    return f"{first}/{last}" if first and last and first <= last else None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    for form in "34":
        if match["y" + form]:
            return int(match["y" + form]), int(match["m" + form]), int(match["d" + form])
    year = match["y1"] or "".join(str(_DIGITS[sign]) for sign in match["y2"] if sign != " ")
    return int(year), _small(match["m1"]), _small(match["d1"])


def _small(text: str) -> int:
    """A figure, or 一 to 三十一, 元 and 廿八; 0 for anything else, which no calendar has."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.translate(_TENS).partition("十")
    if not ten:
        return int(_DIGITS.get(tens, 0))
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
