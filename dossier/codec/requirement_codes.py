"""Requirement codes in every spelling seen in the wild.

Identity is numeric: ``Ⅲ-16-2)-①``, ``III-16-2-1``, ``Ⅲ—16（2）①`` and ``iii-16 2)1`` are one code
with the key ``(3, 16, 2, 1)``. The first number is the level of the Roman letter; codes without a
letter (``3-8-1``, ``1-1)①``, ``6.1.1-1``) have 0 there, the negative list (``G15``) 7, the bonus 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dossier.model.editions import Edition

BARE, NEGATIVE, BONUS = 0, 7, 9
_ROMAN = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ"}
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
_TO_CIRCLE = {n: mark for mark, n in reversed(list(_CIRCLED.items()))}

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


def canonical(text: str) -> str | None:
    """The code as we print it (``Ⅲ-16-2-①``), or None where ``text`` is not one code.

    A third number below a Roman letter is an ask and gets its circle; a second one keeps the form
    in which it was written, because only an edition knows which it is.
    """
    written = _whole(text)
    return _printed(written.level, written.readings()[0], bool(written.marks)) if written else None


def code_key(text: str) -> tuple[int, ...]:
    """The numeric identity of a code, fit for sorting; empty where ``text`` is not one code."""
    written = _whole(text)
    return written.readings()[0] if written else ()


def ascii_form(code: str) -> str:
    """The code where a file system or a portal wants ASCII: ``III-16-2-1``.

    Raises ValueError where ``code`` is not a code.
    """
    key = code_key(code)
    if not key:
        raise ValueError(code)
    level, numbers = key[0], "-".join(str(number) for number in key[1:])
    if level == NEGATIVE:
        return f"G{numbers}"
    letter = {BARE: "", BONUS: "JF"}.get(level, "I" * level)
    return "-".join(part for part in (letter, numbers) if part)


def find_codes(text: str) -> tuple[str, ...]:
    """The codes with a Roman letter and at least two numbers in a text, left to right, canonical.

    For use without an edition; with one, ask its ``CodeBook``.
    """
    found = (
        _printed(written.level, key, bool(written.marks))
        for written in _lettered(text)
        for key in written.readings()
        if written.level in _ROMAN and len(key) > 2
    )
    return tuple(dict.fromkeys(found))


class CodeBook:
    """One edition's codes: what a spelling means *there*. Build once, ask once per file."""

    def __init__(self, edition: Edition) -> None:
        self._exact: dict[tuple[int, ...], str] = {}
        below: dict[tuple[int, ...], set[str]] = {}
        for requirement in edition.requirements:
            for spelling in (requirement.code, *requirement.also):
                key = code_key(spelling)
                self._exact[key] = requirement.code
                for length in range(2, len(key)):
                    below.setdefault(key[:length], set()).add(requirement.code)
        self._below = {key: next(iter(codes)) for key, codes in below.items() if len(codes) == 1}
        self._known = {code_key(item.code) for item in edition.indicators} | set(below)
        self._known |= set(self._exact)
        levels = {key[0] for key in self._exact}
        self._bare, self._negative = BARE in levels, NEGATIVE in levels

    def resolve(self, text: str) -> str | None:
        """The edition's own code for a text that is one code in any spelling.

        A code that is no requirement itself stands for the only one below it, if there is one.
        """
        written = _whole(text)
        if written is None:
            return None
        found = {self._at(reading) for key in written.readings() for reading in _with_letter(key)}
        found.discard(None)
        return found.pop() if len(found) == 1 else None

    def find(self, text: str) -> tuple[str, ...]:
        """Every requirement named in a path or file name, left to right, each once."""
        found = (code for written in self._written(text) for code in self._codes(written))
        return tuple(dict.fromkeys(found))

    def unknown(self, text: str) -> tuple[str, ...]:
        """What is clearly written as a code of this system but is not in this edition."""
        strange = (
            _printed(written.level, key, bool(written.marks))
            for written in _lettered(text)
            if written.level == 3 or (written.level == 2 and len(written.readings()[0]) > 2)
            for key in written.readings()
            if not self._recognised(written, key)
        )
        return tuple(dict.fromkeys(strange))

    def _written(self, text: str) -> Iterator[Written]:
        found: Iterable[Written] = _lettered(text)
        if not self._negative:
            found = (written for written in found if written.level != NEGATIVE)
        if self._bare:
            found = sorted((*found, *_unlettered(text)), key=lambda written: written.start)
        yield from found

    def _codes(self, written: Written) -> Iterator[str]:
        for key in written.readings():
            code = self._at(key) or self._shortened(written, key)
            if code is not None:
                yield code

    def _at(self, key: tuple[int, ...]) -> str | None:
        return self._exact.get(key) or self._below.get(key)

    def _shortened(self, written: Written, key: tuple[int, ...]) -> str | None:
        """The requirement whose code is followed by a running number of the file."""
        if written.level == BARE:
            return None
        for length in range(len(key) - 1, 1, -1):
            if key[:length] in self._exact:
                return self._exact[key[:length]]
        return self._at(_without_loose(written, key))

    def _recognised(self, written: Written, key: tuple[int, ...]) -> bool:
        if key in self._known or self._shortened(written, key) is not None:
            return True
        return _without_loose(written, key) in self._known


def _without_loose(written: Written, key: tuple[int, ...]) -> tuple[int, ...]:
    return key if written.marks or not written.loose else key[: -written.loose]


def _with_letter(key: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """A code typed without its letter may have the level as its first number: 3-16-2-1."""
    yield key
    if key[0] == BARE and len(key) > 2 and key[1] in _ROMAN:
        yield key[1:]


def _printed(level: int, key: tuple[int, ...], marked: bool) -> str:
    numbers = [str(number) for number in key[1:]]
    if numbers and (marked or (level in _ROMAN and len(numbers) == 3)):
        numbers[-1] = _TO_CIRCLE.get(key[-1], numbers[-1])
    if level == NEGATIVE:
        return "G" + "-".join(numbers)
    letter = {BARE: "", BONUS: "加分"}.get(level) if level not in _ROMAN else _ROMAN[level]
    return "-".join(part for part in (letter, *numbers) if part)


def _whole(text: str) -> Written | None:
    """The one code that is the whole of ``text``."""
    stripped = text.strip()
    head = _HEAD.match(stripped)
    written = _after_head(stripped, head) if head else _numbers(stripped, BARE, 0, 0)
    if written is None or written.end != len(stripped):
        return None
    alone = not head and len(written.numbers) + len(written.marks) < 2
    return None if alone else written


def _lettered(text: str) -> Iterator[Written]:
    position = 0
    while head := _HEAD.search(text, position):
        written = _after_head(text, head)
        position = written.end if written else head.end()
        if written and (written.numbers or written.marks):
            yield written


def _unlettered(text: str) -> Iterator[Written]:
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
