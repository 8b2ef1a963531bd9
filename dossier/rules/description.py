"""What a paper says of itself: title, issuer, number, dates, kind. Each field with its origin.

The hooks are those of GB/T 9704-2012: the head 「××文件」, the 发文字号 below it, the title,
the date at the end of the body. What nobody can tell stays None.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.model.records import Dates, Description
from dossier.rules.contacts import contacts, han_count, language
from dossier.rules.paper_fields import paper_fields
from dossier.rules.photo_captions import from_name, split
from dossier.rules.text_quality import has_han
from dossier.rules.titles import (
    Title,
    choose_title,
    is_letterhead,
    kind_by_title,
    letterhead_organs,
    organ_of,
    stem_of,
)

_PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "gif", "heic", "avif"})
_TABLES = frozenset({"xlsx", "xls", "xlsb", "ods", "et", "csv"})
_RECORDINGS = frozenset({"mp4", "mov", "avi", "mp3", "wav"})
_HEAD_LINES, _TAIL_LINES = 25, 80
_LOOKED_AT = 60_000
"""Characters of the beginning and of the end that are looked at."""
_DATE_LINE = 24
_PERIOD = re.compile(r"^(?:统计|填报|报告|所属)?(?:期间|时段|时间范围|周期|起止时间)\s*[:：]")
_HAPPENED = re.compile(
    r"(?:活动|会议|举办|开展|拍摄)(?:时间|日期)\s*[:：]|^时间\s*[:：]"
    r"|^[^。；]{0,12}日[^。；]{0,30}(?:召开|举行|举办|开展了?|组织|启动|走进)"
)
_CAMERA_NAME = re.compile(
    r"^(?:IMG|VID|MVIMG|PXL|WIN|Screenshot|微信图片|mmexport|WeChat|照片)?[_\s-]*((?:19|20)\d{6})[_\-\d\s]*$",
    re.IGNORECASE,
)
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
    lines = _lines(extraction.text)
    head, tail = lines[:_HEAD_LINES], lines[-_TAIL_LINES:]
    paper = _is_paper(extraction)
    number = _number(head, notation, notes, read_by="ocr_engine" in extraction.metadata)
    number = number if paper else None
    title = choose_title(extraction, name, head, number[0] if number else None)
    issuer = _issuer(head, lines, number, notation) if paper else None
    return Description(
        media_type=extraction.media_type,
        format=extraction.format,
        title=notes.take("title", title.text, title.origin),
        issuer=notes.take("issuer", issuer, "text"),
        doc_number=notes.take("doc_number", number[1] if number else None, "text"),
        kind=_kind(extraction, title, head, number is not None, notes),
        dates=_dates(extraction, title, lines if paper else [], name, received, notation, notes),
        pages=extraction.pages,
        chars=_chars(extraction),
        usable=extraction.usable,
        findings=(*extraction.findings, *notes.findings),
        details=_details(extraction, title, head, tail, name, paper, notes),
        origins=notes.origins,
    )


def _lines(text: str) -> list[str]:
    """Lines with something on them, of a long text its beginning and its end."""
    if len(text) > 2 * _LOOKED_AT:
        text = f"{text[:_LOOKED_AT]}\n{text[-_LOOKED_AT:]}"
    return [line.strip() for line in text.split("\n") if line.strip()]


def _is_paper(extraction: Extraction) -> bool:
    """Whether it is written rather than shown or tabulated; a picture is once it has been read."""
    if extraction.format in _PICTURES:
        return "ocr_engine" in extraction.metadata and bool(extraction.text)
    return extraction.format not in _TABLES


def _details(
    extraction: Extraction,
    title: Title,
    head: list[str],
    tail: list[str],
    name: str,
    paper: bool,
    notes: _Notes,
) -> dict[str, str | int | float]:
    """What readers found, and what the text says beyond the fields of their own."""
    stated: dict[str, str | int] = dict(contacts(extraction.text))
    if paper:
        stated |= paper_fields(head, tail, title.text)
    if extraction.text and (tongue := language(extraction.text)):
        stated |= {"language": tongue, "chars_han": han_count(extraction.text)}
    notes.origins |= {f"details.{key}": "text" for key in stated}
    if extraction.format in _PICTURES | _RECORDINGS:
        caption = _caption(extraction, name)
        notes.origins |= {f"details.{key}": "name" for key in caption}
        stated |= caption
    return {**extraction.metadata, **stated}


def _caption(extraction: Extraction, name: str) -> dict[str, str]:
    """The caption a camera program or a person wrote: into the picture, else into its name."""
    written = str(extraction.metadata.get("ImageDescription", "")).strip()
    caption = written if has_han(written) else from_name(stem_of(name))
    return {"caption": caption, **split(caption)} if caption else {}


def _chars(extraction: Extraction) -> int | None:
    """Characters without white space; None where nobody looked for any."""
    if extraction.text or extraction.usable is False:
        return sum(len(piece) for piece in extraction.text.split())
    return None


def _number(
    head: list[str], notation: Notation, notes: _Notes, *, read_by: bool
) -> tuple[int, str] | None:
    """The paper's own number and its line: it opens its line, below the head and above the body.

    ``read_by`` OCR, a bracket may be the reader's mistake, so that no deviation is reported.
    """
    for index, line in enumerate(head):
        found = notation.number(line)
        if found is None or not _stands_alone(line, found.written):
            continue
        if found.deviations and not read_by:
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
    head: list[str], lines: list[str], number: tuple[int, str] | None, notation: Notation
) -> str | None:
    """From the head 「××文件」, else the organ above the number (函), else the signature."""
    if letterhead := letterhead_organs(head[:15]):
        return letterhead
    if number and number[0] > 0 and (organ := organ_of(head[number[0] - 1])):
        return organ
    signed = _signature(lines, notation)
    return signed[0] if signed else None


def _signature(lines: list[str], notation: Notation) -> tuple[str, Day] | None:
    """署名 and 成文日期: the first organ with nothing but a date below it, behind the beginning."""
    for above, line in itertools.pairwise(lines[3:]):
        if len(line) <= _DATE_LINE and (organ := organ_of(above)):
            found = _only_date(line, notation)
            if found is not None:
                return organ, found
    return None


def _only_date(line: str, notation: Notation) -> Day | None:
    """The date that fills a line of its own, whether any calendar has it or not."""
    found = next(iter(notation.days(line)), None)
    squeezed = re.sub(r"\s", "", line)
    return found if found and re.sub(r"\s", "", found.text) == squeezed else None


def _kind(
    extraction: Extraction, title: Title, head: list[str], numbered: bool, notes: _Notes
) -> str | None:
    if extraction.format in _PICTURES and not (numbered or letterhead_organs(head[:15])):
        return notes.take("kind", "photo", "metadata")
    if extraction.format in _TABLES:
        return notes.take("kind", "table", "metadata")
    red_head = numbered or any(is_letterhead(line) for line in head[:15])
    return notes.take("kind", kind_by_title(title.text, red_head=red_head), title.origin)


def _dates(
    extraction: Extraction,
    title: Title,
    lines: list[str],
    name: str,
    received: str,
    notation: Notation,
    notes: _Notes,
) -> Dates:
    event, said_by = _event(extraction, lines, name, received, notation)
    return Dates(
        issued=notes.take("dates.issued", _issued(lines, notation, notes), "text"),
        event=notes.take("dates.event", event, said_by),
        taken=_taken(extraction, name, received, notation, notes),
        covered=_covered(title, lines, notation, notes),
        received=received,
    )


def _covered(title: Title, lines: list[str], notation: Notation, notes: _Notes) -> str | None:
    """The period of the title, else the one a line near the beginning labels."""
    if found := notation.interval(title.text):
        return notes.take("dates.covered", found, title.origin)
    labelled = (line for line in lines[:_HEAD_LINES] if _PERIOD.match(line))
    found = next((period for line in labelled if (period := notation.interval(line))), None)
    return notes.take("dates.covered", found, "text")


def _event(
    extraction: Extraction, lines: list[str], name: str, received: str, notation: Notation
) -> tuple[str | None, str]:
    """When something happened: as labelled, as the opening sentence tells, as the name says."""
    for line in lines[:_HEAD_LINES]:
        if _HAPPENED.search(line) and (day := _possible(notation, line, received)):
            return day, "text"
    if extraction.format in _PICTURES | _RECORDINGS:
        return _possible(notation, stem_of(name), received), "name"
    return None, "text"


def _possible(notation: Notation, text: str, received: str) -> str | None:
    days = (found.iso for found in notation.days(text))
    return next((day for day in days if day and _OLDEST_PHOTO <= day <= received[:10]), None)


def _issued(lines: list[str], notation: Notation, notes: _Notes) -> str | None:
    """成文日期: below the signature, else the last line that is a date, else a labelled one."""
    if (signed := _signature(lines, notation)) and signed[1].iso:
        return signed[1].iso
    for line in reversed(lines):
        if (alone := _only_date(line, notation)) or _ANNOUNCED.search(line):
            found = alone or next(iter(notation.days(line)), None)
            if found and found.iso:
                return found.iso
            if found:
                notes.findings.append(Finding("W203", "", {"date": found.text}))
    return None


def _taken(
    extraction: Extraction, name: str, received: str, notation: Notation, notes: _Notes
) -> str | None:
    """When it was taken, by the camera's clock, else by the name a telephone gave the file.

    A clock that was never set (1970, the future) says nothing and is reported.
    """
    wrong = ""
    for key in ("DateTimeOriginal", "DateTimeDigitized", *_recorded(extraction)):
        written = str(extraction.metadata.get(key, ""))
        if day := _camera_day(written, received):
            return notes.take("dates.taken", day, "metadata")
        wrong = wrong or written
    if wrong.strip(" 0:"):
        notes.findings.append(Finding("W203", "", {"date": wrong[:19]}))
    if extraction.format in _PICTURES | _RECORDINGS and _CAMERA_NAME.match(stem_of(name)):
        digits = _CAMERA_NAME.sub(r"\1", stem_of(name))[:8]
        return notes.take("dates.taken", _possible(notation, digits, received), "name")
    return None


def _recorded(extraction: Extraction) -> tuple[str, ...]:
    return ("created",) if extraction.format in _RECORDINGS else ()


def _camera_day(written: str, received: str) -> str | None:
    match = _EXIF_DATE.match(written)
    if match is None:
        return None
    day = "-".join(match.groups())
    possible = 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31
    return day if possible and _OLDEST_PHOTO <= day <= received[:10] else None
