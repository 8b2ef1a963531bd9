"""发文字号: 机关代字, year in 六角括号, serial number (GB/T 9704-2012 section 7.2.5).

Typists and OCR use every bracket there is; the number is written back in its standard form and
the deviation is kept so that it can be reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN = "〔［\\[（(【﹝〖{｛"
_CLOSE = "〕］\\]）)】﹞〗}｝"
_WIDE = str.maketrans("０１２３４５６７８９　", "0123456789 ")
_LETTERS = str.maketrans("lIOo", "1100")
_NUMBER = re.compile(
    rf"(?P<organ>[\u4e00-\u9fa5]{{2,14}})[ ]?(?P<open>[{_OPEN}])[ ]?"
    rf"(?P<year>(?:[1lI]9|2[0Oo])[0-9lIOo]{{2}})[ ]?年?(?P<close>[{_CLOSE}])"
    rf"[ ]?(?P<ordinal>第)?[ ]?(?P<serial>[0-9lIOo]{{1,5}})[ ]?号"
)
_LEADING_WORDS = re.compile(
    r"^.*(?:根据|按照|依据|依照|遵照|落实|执行|转发|印发|参照|参见|详见|收到|你[局办委厅市区县]|以及|其中"
    r"|文号|字号|编号|文件|关于|通知|下发|和|及|以|见|由|按|经|的|为)"
)


@dataclass(frozen=True, slots=True)
class DocNumber:
    """``number`` in standard form, ``written`` as it stands in the text, and how they differ:
    ``brackets``, ``ordinal`` (第), ``zeros``, ``spaces``, ``letters`` (l for 1, O for 0).
    """

    number: str
    written: str
    start: int
    deviations: tuple[str, ...]


def find_numbers(text: str) -> Iterator[DocNumber]:
    """Every document number in the text, in order."""
    plain = text.translate(_WIDE)
    for match in _NUMBER.finditer(plain):
        organ = _organ(match["organ"])
        if len(organ) < 2:
            continue
        serial = int(match["serial"].translate(_LETTERS))
        if serial:
            skipped = len(match["organ"]) - len(organ)
            start = match.start() + skipped
            number = f"{organ}〔{match['year'].translate(_LETTERS)}〕{serial}号"
            yield DocNumber(number, text[start : match.end()], start, _deviations(match, skipped))


def find_number(text: str) -> DocNumber | None:
    """The first document number in the text."""
    return next(find_numbers(text), None)


def canonical_number(text: str) -> str | None:
    """The standard form when the whole text is one document number, else None."""
    stripped = text.strip()
    found = find_number(stripped)
    return found.number if found is not None and found.written == stripped else None


def _organ(run: str) -> str:
    """The 机关代字 without the words of a sentence that run into it (根据武文明 …)."""
    shorter = _LEADING_WORDS.sub("", run)
    return shorter if len(shorter) >= 2 else run


def _deviations(match: re.Match[str], skipped: int) -> tuple[str, ...]:
    written = match.group()[skipped:]
    faults = (
        ("brackets", (match["open"], match["close"]) != ("〔", "〕")),
        ("ordinal", match["ordinal"] is not None),
        ("zeros", match["serial"].startswith("0")),
        ("letters", not f"{match['year']}{match['serial']}".isdigit()),
        ("spaces", " " in written),
    )
    return tuple(name for name, present in faults if present)
