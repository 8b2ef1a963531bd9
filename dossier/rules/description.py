"""What a paper says of itself: title, issuer, number, dates, kind. Each field with its origin.

The hooks are those of GB/T 9704-2012: the head 「××文件」, the 发文字号 below it, the title,
the date at the end of the body. What nobody can tell stays None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.model.records import Dates, Description
from dossier.rules.titles import Title, choose_title, is_letterhead, kind_by_title, organ_of

_PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "gif", "heic", "avif"})
_TABLES = frozenset({"xlsx", "xls", "xlsb", "ods", "et", "csv"})
_HEAD_LINES, _TAIL_LINES = 25, 80
_OLDEST_PHOTO = "1995-01-01"
_EXIF_DATE = re.compile(r"(\d{4})[:\-/](\d{2})[:\-/](\d{2})")
_ANNOUNCED = re.compile(r"成文日期|发布日期|印发日期|发文日期")


class Number(Protocol):
    """A document number found in a text, in standard form and as written."""

    @property
    def number(self) -> str: ...  # noqa: D102

    @property
    def written(self) -> str: ...  # noqa: D102

    @property
    def deviations(self) -> tuple[str, ...]: ...  # noqa: D102


class Day(Protocol):
    """A date found in a text; ``iso`` is None when no calendar has it."""

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def iso(self) -> str | None: ...  # noqa: D102


class Notation(Protocol):
    """How Chinese offices write numbers and dates; the codecs know."""

    def number(self, text: str) -> Number | None:
        """The first document number in the text."""

    def days(self, text: str) -> Iterator[Day]:
        """The dates in the text, in order."""

    def interval(self, text: str) -> str | None:
        """The first interval in the text, ``YYYY-MM-DD/YYYY-MM-DD``."""


@dataclass(slots=True)
class _Notes:
    """Origins and findings gathered on the way."""

    origins: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def take(self, name: str, value: str | None, origin: str) -> str | None:
        if value:
            self.origins[name] = origin
        return value


def describe(extraction: Extraction, name: str, received: str, notation: Notation) -> Description:
    """The description of a file called ``name`` that was received on ``received`` (ISO)."""
    notes = _Notes()
    lines = [line.strip() for line in extraction.text.split("\n") if line.strip()]
    head, tail = lines[:_HEAD_LINES], lines[-_TAIL_LINES:]
    paper = extraction.format not in _PICTURES | _TABLES
    number = _number(head, notation, notes) if paper else None
    title = choose_title(extraction, name, head, number[0] if number else None)
    issuer = _issuer(head, tail, number, notation) if paper else None
    return Description(
        media_type=extraction.media_type,
        format=extraction.format,
        title=notes.take("title", title.text, title.origin),
        issuer=notes.take("issuer", issuer, "text"),
        doc_number=notes.take("doc_number", number[1] if number else None, "text"),
        kind=_kind(extraction, title, head, number is not None, notes),
        dates=_dates(extraction, title, tail if paper else [], received, notation, notes),
        pages=extraction.pages,
        chars=_chars(extraction),
        usable=extraction.usable,
        findings=(*extraction.findings, *notes.findings),
        details=dict(extraction.metadata),
        origins=notes.origins,
    )


def _chars(extraction: Extraction) -> int | None:
    """Characters without white space; None where nobody looked for any."""
    if extraction.text or extraction.usable is False:
        return sum(len(piece) for piece in extraction.text.split())
    return None


def _number(head: list[str], notation: Notation, notes: _Notes) -> tuple[int, str] | None:
    """The paper's own number and its line: it opens its line, below the head and above the body."""
    for index, line in enumerate(head):
        found = notation.number(line)
        if found is None or not _stands_alone(line, found.written):
            continue
        if found.deviations:
            values = {"number": found.number, "written": found.written}
            notes.findings.append(Finding("W204", "", values))
        return index, found.number
    return None


def _stands_alone(line: str, written: str) -> bool:
    """The number fills its line but for 签发人 or a label of a web copy (发文字号：)."""
    rest = re.sub(r"发文字号|文号|签发人|[:：\s]", "", line.replace(written, "", 1))
    before = line[: line.find(written)]
    return len(rest) <= 12 and len(re.sub(r"发文字号|文号|[:：\s]", "", before)) <= 2


def _issuer(
    head: list[str], tail: list[str], number: tuple[int, str] | None, notation: Notation
) -> str | None:
    """From the head 「××文件」, else the organ above the number (函), else the signature."""
    letterhead = next((organ_of(line) for line in head[:15] if is_letterhead(line)), None)
    if letterhead:
        return letterhead
    if number and number[0] > 0 and (organ := organ_of(head[number[0] - 1])):
        return organ
    for above, line in zip(reversed(tail[:-1]), reversed(tail[1:]), strict=False):
        if _only_date(line, notation):
            return organ_of(above)
    return None


def _only_date(line: str, notation: Notation) -> Day | None:
    """The date that fills a line of its own, whether any calendar has it or not."""
    found = next(iter(notation.days(line)), None)
    squeezed = re.sub(r"\s", "", line)
    return found if found and re.sub(r"\s", "", found.text) == squeezed else None


def _kind(
    extraction: Extraction, title: Title, head: list[str], numbered: bool, notes: _Notes
) -> str | None:
    if extraction.format in _PICTURES:
        return notes.take("kind", "photo", "metadata")
    if extraction.format in _TABLES:
        return notes.take("kind", "table", "metadata")
    red_head = numbered or any(is_letterhead(line) for line in head[:15])
    return notes.take("kind", kind_by_title(title.text, red_head=red_head), title.origin)


def _dates(
    extraction: Extraction,
    title: Title,
    tail: list[str],
    received: str,
    notation: Notation,
    notes: _Notes,
) -> Dates:
    return Dates(
        issued=notes.take("dates.issued", _issued(tail, notation, notes), "text"),
        taken=notes.take("dates.taken", _taken(extraction, received, notes), "metadata"),
        covered=notes.take("dates.covered", notation.interval(title.text), title.origin),
        received=received,
    )


def _issued(tail: list[str], notation: Notation, notes: _Notes) -> str | None:
    """成文日期: the last line that is only a date, or the labelled one of a web copy."""
    for line in reversed(tail):
        if (alone := _only_date(line, notation)) or _ANNOUNCED.search(line):
            found = alone or next(iter(notation.days(line)), None)
            if found and found.iso:
                return found.iso
            if found:
                notes.findings.append(Finding("W203", "", {"date": found.text}))
    return None


def _taken(extraction: Extraction, received: str, notes: _Notes) -> str | None:
    """When a picture was taken; a clock that was never set (1970, the future) says nothing."""
    written = str(extraction.metadata.get("DateTimeOriginal", ""))
    match = _EXIF_DATE.match(written)
    if match is None:
        return None
    day = "-".join(match.groups())
    possible = 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31
    if possible and _OLDEST_PHOTO <= day <= received[:10]:
        return day
    notes.findings.append(Finding("W203", "", {"date": written[:19]}))
    return None
