"""PDF: pypdfium2 reads, pypdf repairs, fills in form fields and gives a second opinion.

pypdfium2 is some twenty times faster on Chinese text and knows more character maps; pypdf opens
some damaged files and knows forms. Of two readings the less garbled one is kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from dossier.extract.active import programs
from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.readers.pdf_pages import PageKind, look_through, remarks
from dossier.extract.readers.pdf_pages import facts as page_facts
from dossier.model.findings import Finding
from dossier.rules.text_quality import garbage_share, has_han

_GARBLED = 0.15
_PDF_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")
_FACTS = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "creator",
    "Producer": "producer",
    "CreationDate": "created",
    "ModDate": "modified",
}


def read(path: Path, reading: Reading) -> Content:
    """Text, pages and facts; E104 with a password, E103 or E105 when both readers give up."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("E104") from error
        return _repaired(path, reading, str(error))
    with document:
        content = _pdfium_content(document, reading)
    return _better(path, reading, content) if _has_end(path) else _cut_off(content)


def _pdfium_content(document: pdfium.PdfDocument, reading: Reading) -> Content:
    reading.announce(len(document))
    pages, seal = look_through(document, reading.limits.chars)
    texts = tuple(page.text for page in pages)
    signed = {"signatures": count} if (count := _signatures(document)) else {}
    sealed = {"red_seal": 1} if seal else {}
    return Content(
        text="\n".join(texts),
        page_texts=texts,
        pages=len(pages),
        metadata={**_facts(document), **page_facts(pages), **signed, **sealed},
        visual=any(page.kind in (PageKind.SCAN, PageKind.DRAWN) for page in pages),
        findings=(*remarks(pages), *_warned(document, signed)),
    )


def _signatures(document: pdfium.PdfDocument) -> int:
    """How many signature fields are filled in; they are counted, not verified."""
    return max(0, int(raw.FPDF_GetSignatureCount(document)))


def _warned(document: pdfium.PdfDocument, signed: Mapping[str, int]) -> tuple[Finding, ...]:
    """Scripts, programs among the attachments, and signatures nobody verified."""
    count = document.count_attachments()
    names = (document.get_attachment(index).get_name() for index in range(min(count, 50)))
    unverified = tuple(Finding("W106", "", {"count": n}) for n in signed.values())
    scripts = (Finding("W108"),) if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 else ()
    return (*unverified, *scripts, *programs(names))


def _facts(document: pdfium.PdfDocument) -> dict[str, str | int | float]:
    found: dict[str, str | int | float] = {}
    for name, key in _FACTS.items():
        value = str(document.get_metadata_value(name)).strip()
        if value:
            found[key] = _iso(value) if key in ("created", "modified") else value[:1000]
    if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        found["form"] = 1
    return found


def _iso(value: str) -> str:
    """``D:20230504…`` as 2023-05-04; anything else as it stands."""
    match = _PDF_DATE.match(value)
    return "-".join(part for part in match.groups() if part) if match else value[:40]


def _cut_off(content: Content) -> Content:
    """What is left of a file without its end, for a person to look at; it does not count."""
    return replace(content, usable=False, findings=(Finding("E105"),))


def _better(path: Path, reading: Reading, first: Content) -> Content:
    """The first reading, or the second one where the first is garbled or leaves a form out."""
    chinese = has_han(reading.name) or has_han(str(first.metadata.get("title", "")))
    share = garbage_share(first.text, expects_chinese=chinese)
    if share < _GARBLED and not first.metadata.get("form"):
        return first
    second = _second_reading(path, reading)
    if second is None:
        return first
    if share >= _GARBLED and second.text.strip():
        other = garbage_share(second.text, expects_chinese=chinese or has_han(first.text))
        first = first if share <= other else _replaced(first, second)
    fields = str(second.metadata.get("fields", ""))
    return _with_fields(first, fields) if fields else first


def _replaced(first: Content, second: Content) -> Content:
    metadata = {**first.metadata, "reader": "pypdf"}
    return replace(first, text=second.text, page_texts=second.page_texts, metadata=metadata)


def _with_fields(content: Content, fields: str) -> Content:
    """Filled-in form values that the page text does not already show."""
    missing = [line for line in fields.split("\n") if line not in content.text]
    return replace(content, text="\n".join((content.text, *missing))) if missing else content


def _repaired(path: Path, reading: Reading, complaint: str) -> Content:
    """What pypdf can save of a file that pypdfium2 does not open."""
    second = None if _not_a_pdf(path) else _second_reading(path, reading)
    if second is not None and second.pages:
        return second
    if not _has_end(path):
        raise Unreadable("E105")
    raise Unreadable("E103", complaint)


def _second_reading(path: Path, reading: Reading) -> Content | None:
    """What pypdf reads; None where it gives up, which it does with every kind of exception."""
    import pypdf  # noqa: PLC0415 - half of a worker's start, and most files never need it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks are not for clerks
    try:
        with pypdf.PdfReader(path) as reader:
            if reader.is_encrypted and not reader.decrypt(""):
                raise Unreadable("E104")
            pages = tuple(_pypdf_pages(reader, reading.limits.chars))
            fields = _pypdf_fields(reader)
    except Unreadable:
        raise
    except (MemoryError, RecursionError):
        return None
    except Exception:  # noqa: BLE001 - its parser raises KeyError, TypeError, struct.error …
        return None
    metadata: dict[str, str | int | float] = {"reader": "pypdf"}
    if fields:
        metadata["fields"] = fields
    return Content("\n".join(pages), pages, len(pages), metadata, visual=True)


def _pypdf_pages(reader: object, room: int) -> Iterator[str]:
    for page in reader.pages:  # type: ignore[attr-defined]
        text = page.extract_text() if room > 0 else ""
        room -= len(text)
        yield text


def _pypdf_fields(reader: object) -> str:
    get: Callable[[], dict[str, dict[str, object]] | None] = reader.get_fields  # type: ignore[attr-defined]
    values = (field.get("/V") for field in (get() or {}).values())
    return "\n".join(
        v.strip() for v in values if isinstance(v, str) and v.strip() and not v.startswith("/")
    )


def _not_a_pdf(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"obj" not in stream.read(64 * 1024)


def _has_end(path: Path) -> bool:
    """Whether the last 64 KB hold one of the two words at a PDF's end; mostly the last few do."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        return any(_says_end(stream, max(0, size - length)) for length in (1024, 64 * 1024))


def _says_end(stream: BinaryIO, start: int) -> bool:
    stream.seek(start)
    tail = stream.read()
    return b"%%EOF" in tail or b"startxref" in tail
