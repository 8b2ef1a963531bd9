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
from dossier.rules.letterheads import is_letterhead, letterhead_organs, organ_of
from dossier.rules.notations import Notation, Notes
from dossier.rules.paper_adoption import adoption
from dossier.rules.paper_dates import PICTURES, RECORDINGS, dates_of, published, signature
from dossier.rules.paper_fields import paper_fields
from dossier.rules.paper_lines import labelled, lines_of, stated
from dossier.rules.photo_captions import from_name, split
from dossier.rules.text_quality import has_han
from dossier.rules.title_lines import kind_by_title
from dossier.rules.titles import TABLES, Title, choose_title, stem_of

_HEAD_LINES, _TAIL_LINES = 25, 80
_ISSUED_BY = re.compile(
    r"^(?:发文机关|发布机构|发文单位|(?:填报|填表|制表|报送|编制)(?:单位|部门|机构)|单位(?:名称)?)"
    r"(?:[（(](?:盖章|公章|签章)[）)])?\s*[:：]"
)


def describe(extraction: Extraction, name: str, received: str, notation: Notation) -> Description:
    """The description of a file called ``name`` that was received on ``received`` (ISO)."""
    notes = Notes()
    lines = lines_of(extraction)
    said = _saying(extraction, lines)
    head, tail = lines[:_HEAD_LINES], lines[-_TAIL_LINES:]
    number = _number(said[:_HEAD_LINES], notation, notes, read_by=_is_read_by_ocr(extraction))
    title = choose_title(extraction, name, head, number[0] if number else None)
    issuer = _issuer(said, number, notation)
    return Description(
        media_type=extraction.media_type,
        format=extraction.format,
        title=notes.take("title", title.text, title.origin),
        issuer=notes.take("issuer", issuer, "text"),
        doc_number=notes.take("doc_number", number[1] if number else None, "text"),
        kind=_kind(extraction, title, head, number is not None, notes),
        dates=dates_of(extraction, title, said, name, received, notation, notes),
        pages=extraction.pages,
        chars=_chars(extraction),
        usable=extraction.usable,
        findings=(*extraction.findings, *notes.findings),
        details=_details(extraction, title, head, tail, name, notation, notes),
        origins=notes.origins,
    )


def _saying(extraction: Extraction, lines: list[str]) -> list[str]:
    """The lines that speak of the document itself: all of a paper, what a table states around its
    rows, none of a picture until it has been read.
    """
    if extraction.format in TABLES:
        return stated(lines)
    return lines if _is_paper(extraction) else []


def _is_paper(extraction: Extraction) -> bool:
    """Whether it is written rather than shown or tabulated; a picture is once it has been read."""
    if extraction.format in PICTURES:
        return _is_read_by_ocr(extraction) and bool(extraction.text)
    return extraction.format not in TABLES


def _is_read_by_ocr(extraction: Extraction) -> bool:
    return "ocr_engine" in extraction.metadata


def _details(
    extraction: Extraction,
    title: Title,
    head: list[str],
    tail: list[str],
    name: str,
    notation: Notation,
    notes: Notes,
) -> dict[str, str | int | float]:
    """What readers found, and what the text says beyond the fields of their own."""
    told: dict[str, str | int] = dict(contacts(extraction.text))
    if _is_paper(extraction):
        told |= paper_fields(head, tail, title.text)
        told |= {"signed_by": signed[0]} if (signed := signature([*head, *tail], notation)) else {}
        day = published((*head, *tail), notation)
        told |= {"published": day} if day else {}
    if extraction.text and (tongue := language(extraction.text)):
        told |= {"language": tongue, "chars_han": han_count(extraction.text)}
    notes.origins |= {f"details.{key}": "text" for key in told}
    if extraction.format in PICTURES | RECORDINGS:
        caption = _caption(extraction, name)
        notes.origins |= {f"details.{key}": "name" for key in caption}
        told |= caption
    return {**extraction.metadata, **told}


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


def _issuer(lines: list[str], number: tuple[int, str] | None, notation: Notation) -> str | None:
    """From the head 「××文件」, else the organ above the number (函), else the signature, else as a
    label says (填报单位：区教育局), else who adopted a law.
    """
    if letterhead := letterhead_organs(lines[:15]):
        return letterhead
    if number and number[0] > 0 and (organ := organ_of(lines[number[0] - 1])):
        return organ
    if signed := signature(lines, notation):
        return signed[0]
    named = next(filter(None, map(organ_of, labelled(lines[:_TAIL_LINES], _ISSUED_BY))), None)
    return named or adoption(lines, notation)[0]


def _kind(
    extraction: Extraction, title: Title, head: list[str], numbered: bool, notes: Notes
) -> str | None:
    if extraction.format in PICTURES and not (numbered or letterhead_organs(head[:15])):
        return notes.take("kind", "photo", "metadata")
    if extraction.format in TABLES:
        return notes.take("kind", "table", "metadata")
    red_head = numbered or any(is_letterhead(line) for line in head[:15])
    return notes.take("kind", kind_by_title(title.text, red_head=red_head), title.origin)
