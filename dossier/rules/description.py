"""What a paper says of itself: title, issuer, number, dates, kind. Each field with its origin.

The hooks are those of GB/T 9704-2012: the head 「××文件」, the 发文字号 below it, the title,
the date at the end of the body. What nobody can tell stays None.
"""

from __future__ import annotations

import re

from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.model.records import Description
from dossier.rules.contacts import contacts, han_count, language
from dossier.rules.notations import Notation, Notes
from dossier.rules.paper_dates import PICTURES, RECORDINGS, dates_of, published, signature
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

_TABLES = frozenset({"xlsx", "xls", "xlsb", "ods", "et", "csv"})
_HEAD_LINES, _TAIL_LINES = 25, 80
_LOOKED_AT = 60_000
"""Characters of the beginning and of the end that are looked at."""


def describe(extraction: Extraction, name: str, received: str, notation: Notation) -> Description:
    """The description of a file called ``name`` that was received on ``received`` (ISO)."""
    notes = Notes()
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
        dates=dates_of(extraction, title, lines if paper else [], name, received, notation, notes),
        pages=extraction.pages,
        chars=_chars(extraction),
        usable=extraction.usable,
        findings=(*extraction.findings, *notes.findings),
        details=_details(extraction, title, head, tail, name, notation if paper else None, notes),
        origins=notes.origins,
    )


def _lines(text: str) -> list[str]:
    """Lines with something on them, of a long text its beginning and its end."""
    if len(text) > 2 * _LOOKED_AT:
        text = f"{text[:_LOOKED_AT]}\n{text[-_LOOKED_AT:]}"
    return [line.strip() for line in text.split("\n") if line.strip()]


def _is_paper(extraction: Extraction) -> bool:
    """Whether it is written rather than shown or tabulated; a picture is once it has been read."""
    if extraction.format in PICTURES:
        return "ocr_engine" in extraction.metadata and bool(extraction.text)
    return extraction.format not in _TABLES


def _details(
    extraction: Extraction,
    title: Title,
    head: list[str],
    tail: list[str],
    name: str,
    notation: Notation | None,
    notes: Notes,
) -> dict[str, str | int | float]:
    """What readers found, and what the text says beyond the fields of their own."""
    stated: dict[str, str | int] = dict(contacts(extraction.text))
    if notation is not None:
        stated |= paper_fields(head, tail, title.text)
        day = published((*head, *tail), notation)
        stated |= {"published": day} if day else {}
    if extraction.text and (tongue := language(extraction.text)):
        stated |= {"language": tongue, "chars_han": han_count(extraction.text)}
    notes.origins |= {f"details.{key}": "text" for key in stated}
    if extraction.format in PICTURES | RECORDINGS:
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
    head: list[str], notation: Notation, notes: Notes, *, read_by: bool
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
    signed = signature(lines, notation)
    return signed[0] if signed else None


def _kind(
    extraction: Extraction, title: Title, head: list[str], numbered: bool, notes: Notes
) -> str | None:
    if extraction.format in PICTURES and not (numbered or letterhead_organs(head[:15])):
        return notes.take("kind", "photo", "metadata")
    if extraction.format in _TABLES:
        return notes.take("kind", "table", "metadata")
    red_head = numbered or any(is_letterhead(line) for line in head[:15])
    return notes.take("kind", kind_by_title(title.text, red_head=red_head), title.origin)
