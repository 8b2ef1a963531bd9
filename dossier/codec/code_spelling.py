"""Reading requirement codes off a text: letters, dashes, brackets, circles as people type them.

What the numbers mean is decided in ``requirement_codes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BARE, NEGATIVE, BONUS = 0, 7, 9
_LEVELS = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "ⅰ": 1, "ⅱ": 2, "ⅲ": 3}
_MAX_NUMBERS = 4

_CIRCLED = {
    **{chr(0x2460 + n): n + 1 for n in range(20)},
    **{chr(0x3251 + n): n + 21 for n in range(15)},
    **{chr(0x32B1 + n): n + 36 for n in range(15)},
    **{chr(0x2776 + n): n + 1 for n in range(10)},
    **{chr(0x2780 + n): n + 1 for n in range(10)},
    **{chr(0x278A + n): n + 1 for n in range(10)},
}
_PARENTHESISED = {chr(0x2474 + n): n + 1 for n in range(20)}
CIRCLES = {n: mark for mark, n in reversed(list(_CIRCLED.items()))}

_DASH = "\\-\u00ad\u2010-\u2015\u2212\u2500\u2e3a\u30fc\ufe58\ufe63\uff0d"
_TIGHT = rf"{_DASH}(（\[［【〔)）\]］】〕"
_LOOSE = r" \u3000\t_.．·"
_ONE = "".join((*_CIRCLED, *_PARENTHESISED))
_LETTER_I = "IiＩｉ"
# a letter of the system, not glued to a Latin word or a longer number
_HEAD = re.compile(
    rf"(?P<roman>[{''.join(_LEVELS)}]{{1,3}})"
    rf"|(?<![0-9A-Za-z])(?P<latin>[{_LETTER_I}]{{1,3}}|[lL|]{{2,3}}|1{{3}})(?=[{_TIGHT}{_LOOSE}]{{0,3}}\d)"
    r"|(?P<bonus>加分项?|(?<![0-9A-Za-z])(?:JF|jf)(?=[\-_ ]?\d))"
    r"|(?<![0-9A-Za-z])(?P<negative>[GgＧ])(?=-?\d{1,3}(?![0-9A-Za-z]))"
)
_NEXT = re.compile(
    rf"(?P<gap>[{_TIGHT}{_LOOSE}]{{0,4}})(?:(?P<mark>[{_ONE}])|(?P<digits>\d{{1,3}})(?!\d))"
)
_SIBLING = re.compile(rf"[、,，和{_DASH}]?(?P<mark>[{''.join(_CIRCLED)}])")
_CLOSING = re.compile(r"[ \u3000]*[)）\]］】〕]?")
# a code without a letter: never inside a longer number, a date or a document number
_BARE = re.compile(rf"(?<![\d{_DASH}.．〔\[(（A-Za-z])\d{{1,2}}(?=[{_DASH}.．])")
_BARE_END = re.compile(rf"[{_DASH}.．]?\d|[年月日号时:：%％]")
_SLASH = re.compile(r"[/\\]")
_TAIL = re.compile(rf"\s*[(（]?\d{{1,2}}[)）][{_DASH}]?[{_ONE}]?|\s*[{_ONE}]")
_SURE = re.compile(rf"[{_ONE})）]")


@dataclass(frozen=True, slots=True)
class Written:
    """A code as it stands in a text.

    ``marks`` are circled numbers (several where ①② stand together); ``loose`` counts the last
    numbers set off only by a space, a dot or ``_``.
    """

    level: int
    numbers: tuple[int, ...]
    marks: tuple[int, ...]
    loose: int
    start: int
    end: int

    def readings(self) -> tuple[tuple[int, ...], ...]:
        """The numeric keys written here."""
        stem = (self.level, *self.numbers)
        return tuple((*stem, mark) for mark in self.marks) or (stem,)


def whole(text: str) -> Written | None:
    """The one code that is the whole of ``text``."""
    stripped = text.strip()
    head = _HEAD.match(stripped)
    written = _after_head(stripped, head) if head else _numbers(stripped, BARE, 0, 0)
    if written is None or written.end != len(stripped):
        return None
    alone = not head and len(written.numbers) + len(written.marks) < 2
    return None if alone else written


def lettered(text: str) -> Iterator[Written]:
    """Every code with its letter in a text, left to right."""
    position = 0
    while head := _HEAD.search(text, position):
        written = _after_head(text, head)
        position = written.end if written else head.end()
        if written and (written.numbers or written.marks or _alone(text, written)):
            yield written


def nested(path: str) -> str | None:
    """A code spread over folders (``Ⅲ-16 志愿服务/2)/① 名册.docx``), joined; None without one."""
    joined = ""
    for component in _SLASH.split(path):
        head = next((found for found in lettered(component) if not found.start), None)
        if head is not None:
            joined = component[: head.end]
        elif joined and (tail := _TAIL.match(component)):
            joined += "-" + tail[0].strip()
    return joined or None


def _alone(text: str, written: Written) -> bool:
    """Whether the bonus is the whole name of a folder; elsewhere 加分 is an ordinary word."""
    around = text[max(written.start - 1, 0) : written.start] + text[written.end : written.end + 1]
    return not around.strip("/\\")


def unlettered(text: str) -> Iterator[Written]:
    """Every code without a letter that cannot well be a date or a running number."""
    for start in _BARE.finditer(text):
        written = _numbers(text, BARE, start.start(), start.start())
        if written is None or len(written.readings()[0]) < 3 or _BARE_END.match(text, written.end):
            continue
        opening = start.start() == 0 or text[start.start() - 1] in "/\\"
        if opening or _SURE.search(text, written.start, written.end):
            yield written


def _after_head(text: str, head: re.Match[str]) -> Written | None:
    return _numbers(text, _level(head), head.start(), head.end())


def _level(head: re.Match[str]) -> int:
    if head["bonus"]:
        return BONUS
    if head["negative"]:
        return NEGATIVE
    if head["latin"]:
        return len(head["latin"])
    return min(3, sum(_LEVELS[mark] for mark in head["roman"]))


def _numbers(text: str, level: int, start: int, position: int) -> Written | None:
    """The numbers that follow ``position``; a circled one is always the last."""
    numbers: list[int] = []
    loose = 0
    limit = 1 if level in (NEGATIVE, BONUS) else _MAX_NUMBERS - (level != BARE)
    while len(numbers) < limit and (found := _NEXT.match(text, position)):
        if not _joined(text, found, bare_start=level == BARE and not numbers):
            break
        closing = _CLOSING.match(text, found.end())
        position = closing.end() if closing and closing[0].strip() else found.end()
        if found["mark"] in _CIRCLED:
            marks, position = _siblings(text, _CIRCLED[found["mark"]], found.end())
            return Written(level, tuple(numbers), marks, 0, start, position)
        digits = found["digits"]
        numbers.append(int(digits) if digits else _PARENTHESISED[found["mark"]])
        loose = loose + 1 if numbers and _is_loose(found["gap"]) and digits else 0
    if not numbers and level != BONUS:
        return None
    return Written(level, tuple(numbers), (), loose, start, position)


def _joined(text: str, found: re.Match[str], *, bare_start: bool) -> bool:
    """Whether the number continues the code instead of beginning something else."""
    if found["mark"]:
        return True
    if bare_start:
        return not found["gap"]
    before = text[found.start() - 1 : found.start()]
    separated = bool(found["gap"]) or before in ")）]］】〕" or not before.isdigit()
    extension = found["gap"][-1:] in (".", "．") and text[found.end() : found.end() + 1].isalpha()
    return separated and not extension


def _is_loose(gap: str) -> bool:
    return bool(gap) and not gap.strip(" \u3000\t_.．·")


def _siblings(text: str, first: int, position: int) -> tuple[tuple[int, ...], int]:
    marks = [first]
    while more := _SIBLING.match(text, position):
        marks.append(_CIRCLED[more["mark"]])
        position = more.end()
    return tuple(marks), position
