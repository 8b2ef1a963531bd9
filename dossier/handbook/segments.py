"""The asks in a cell, taken apart at the codes that open them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dossier.codec.code_spelling import CIRCLES, Written, lettered, unlettered, whole

_NUMBERS = {mark: number for number, mark in CIRCLES.items()}
_CIRCLE = "".join(_NUMBERS)
_CIRCLED = rf"[{_CIRCLE}](?:[、,，]?[{_CIRCLE}])*"
_PART = re.compile(
    rf"(?P<standard>[(（]\s*\d{{1,2}}\s*[)）]|\d{{1,2}}\s*[)）]|[⑴-⒇])"
    rf"\s*[-—－–]?\s*(?P<circle>{_CIRCLED})?|(?P<only>{_CIRCLED})"
)
_PLAIN_CODE = re.compile(r"\d{1,2}\s*[-—－–‐.．]\s*\d{1,2}(?![\d年月日%％])")
_OPENING = re.compile(r"(?:^|[；;。\n])\s*$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a cell that one code opens.

    ``codes`` are the keys of a code that stands whole; else ``standard`` is the number before a
    bracket and ``circles`` are the circled ones. ``circled``: a whole code ends in a circle.
    """

    text: str
    codes: tuple[tuple[int, ...], ...] = ()
    standard: int | None = None
    circles: tuple[int, ...] = ()
    circled: bool = False

    @property
    def coded(self) -> bool:
        """Whether a code opens it."""
        return bool(self.codes or self.standard is not None or self.circles)


def clean(text: str) -> str:
    """A text on one line, without the stops around it."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", text.strip())
    return re.sub(r"\s+", " ", joined).strip(" ；;。、:：")


def segments(text: str) -> list[Segment]:
    """The asks in a cell. A code opens one at its start, after a semicolon, stop or line feed."""
    opened = list(_openings(text))
    if not opened:
        return [Segment(clean(text))] if clean(text) else []
    found = []
    if before := clean(text[: opened[0][0]]):
        found.append(Segment(before))
    ends = [*(start for start, _end, _segment in opened[1:]), len(text)]
    for (_start, after, segment), end in zip(opened, ends, strict=True):
        rest = clean(text[after:end])
        found.append(replace(segment, text=rest))
    return found


def _openings(text: str) -> Iterator[tuple[int, int, Segment]]:
    """Start and end of every code that opens an ask."""
    written = {found.start: found for found in (*unlettered(text), *lettered(text))}
    position = 0
    while position < len(text):
        if not _OPENING.search(text[:position]):
            position += 1
            continue
        found = _at(text, position, written)
        if found is not None:
            yield position, found[0], found[1]
        position = found[0] if found else position + 1


def _at(text: str, position: int, written: dict[int, Written]) -> tuple[int, Segment] | None:
    if position in written:
        code = _tight(text, written[position])
        return code.end, Segment("", codes=code.readings(), circled=bool(code.marks))
    match = _PART.match(text, position)
    if match is None:
        return None
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", match["standard"] or ""))
    marks = match["circle"] or match["only"] or ""
    circles = tuple(_NUMBERS[mark] for mark in marks if mark in _NUMBERS)
    return match.end(), Segment("", (), int(digits) if digits else None, circles)


def _tight(text: str, code: Written) -> Written:
    """The code without numbers that only follow it after a space, as a title may begin with one."""
    if not code.loose:
        return code
    first = re.split(r"\s", text[code.start :], maxsplit=1)[0]
    shorter = next((found for found in lettered(first) if not found.start), None)
    if shorter is None or not shorter.numbers or shorter.end != len(first):
        return code
    return Written(
        shorter.level, shorter.numbers, shorter.marks, 0, code.start, code.start + shorter.end
    )


def code_and_title(text: str) -> tuple[tuple[int, ...] | None, str]:
    """The code that opens the cell of a node and the title behind it; None without a code."""
    stripped = text.strip()
    if (code := whole(stripped)) is not None:
        return code.readings()[0], ""
    found = next((item for item in lettered(stripped) if not item.start), None)
    if found is not None:
        code = _tight(stripped, found)
        return code.readings()[0], clean(stripped[code.end :])
    if (plain := _PLAIN_CODE.match(stripped)) and (code := whole(plain[0])):
        return code.readings()[0], clean(stripped[plain.end() :])
    return None, clean(stripped)
