"""Reading one file in this process: format, reader, judgement. Readers are loaded when needed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dossier.extract.formats import Format
from dossier.extract.outcome import Content, Limits, Reading, Unreadable
from dossier.extract.signatures import identify, surprising_extension
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.rules.text_quality import has_han, is_garbled

_READERS = {
    "pdf": ("pdf", "read"),
    "docx": ("docx", "read"),
    "xlsx": ("sheets", "read"),
    "xlsb": ("sheets", "read"),
    "xls": ("sheets", "read"),
    "et": ("sheets", "read"),
    "ods": ("sheets", "read"),
    "pptx": ("slides", "read"),
    "odt": ("open_document", "read"),
    "odp": ("open_document", "read"),
    "ofd": ("ofd", "read"),
    "txt": ("plain", "read"),
    "csv": ("plain", "read"),
    "md": ("plain", "read"),
    "xml": ("plain", "read_xml"),
    "rtf": ("plain", "read_rtf"),
    "html": ("web", "read"),
    "eml": ("web", "read_mail"),
    "mht": ("web", "read_mail"),
    **dict.fromkeys(("jpeg", "png", "tiff", "bmp", "webp", "gif"), ("pictures", "read")),
}
_WORD = re.compile(r"[^\W_]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufad9]")


def read_file(
    path: Path,
    name: str,
    limits: Limits | None = None,
    announce: Callable[[int], None] = lambda _pages: None,
) -> Extraction:
    """Everything one file gives. Never raises for what the file contains or for a missing file.

    ``announce`` hears the number of pages as soon as it is known.
    """
    reading = Reading(limits or Limits(), name, announce)
    try:
        kind = identify(path)
    except OSError as error:
        unopened = Extraction("unknown", "application/octet-stream")
        return replace(unopened, findings=(_finding("E108", detail=error.strerror or str(error)),))
    extraction = _read_as(kind, path, reading)
    surprise = surprising_extension(kind, name)
    if surprise is None:
        return extraction
    warned = _finding("W101", extension=surprise, format=kind.name)
    return replace(extraction, findings=(*extraction.findings, warned))


def _read_as(kind: Format, path: Path, reading: Reading) -> Extraction:
    bare = Extraction(kind.name, kind.media_type)
    refused = _without_reading(kind)
    if refused is not None:
        return replace(bare, usable=_usable_despite(refused), findings=(refused,))
    try:
        content = _reader(kind)(path, reading)
    except Unreadable as error:
        return replace(bare, usable=_usable_despite(error.finding), findings=(error.finding,))
    except (MemoryError, RecursionError) as error:
        return replace(bare, findings=(_finding("E106", detail=type(error).__name__),))
    except Exception as error:  # noqa: BLE001 - one file is a boundary: parsers raise anything
        finding = _finding("E103", detail=f"{type(error).__name__}: {error}"[:200])
        return replace(bare, usable=False, findings=(finding,))
    return judged(bare, content, reading)


def _without_reading(kind: Format) -> Finding | None:
    """Why this format is not read at all, None where a reader exists."""
    if kind.name == "empty":
        return Finding("E101")
    if kind.executable:
        return _finding("E102", format=kind.name)
    if kind.encrypted:
        return Finding("E104")
    if kind.name == "unknown":
        return Finding("W102")
    return None if kind.name in _READERS else _finding("U102", format=kind.name)


def _usable_despite(finding: Finding) -> bool | None:
    """Blocking findings make a file unusable, except a reading that was stopped."""
    return False if finding.code.startswith("E") and finding.code != "E106" else None


def _reader(kind: Format) -> Callable[[Path, Reading], Content]:
    module, function = _READERS[kind.name]
    loaded = importlib.import_module(f"dossier.extract.readers.{module}")
    reader: Callable[[Path, Reading], Content] = getattr(loaded, function)
    return reader


def judged(bare: Extraction, content: Content, reading: Reading) -> Extraction:
    """The content as an extraction, its text cleaned and capped, with the verdict on its use."""
    text, findings = clean(content.text), list(content.findings)
    if len(text) > reading.limits.chars:
        text = text[: reading.limits.chars]
        findings.append(_finding("W105", limit=reading.limits.chars))
    usable, reason = _usable(content, text, reading.name)
    return replace(
        bare,
        text=text,
        page_texts=_capped(content.page_texts, reading.limits.chars),
        pages=content.pages,
        metadata={k: clean(v) if isinstance(v, str) else v for k, v in content.metadata.items()},
        usable=usable,
        findings=(*findings, *reason),
    )


def _usable(content: Content, text: str, name: str) -> tuple[bool | None, tuple[Finding, ...]]:
    if content.usable is not None:
        return content.usable, ()
    if not _WORD.search(text):
        found = Finding("U101" if content.visual else "E113")
        return (None if content.visual else False), (found,)
    if is_garbled(text, expects_chinese=has_han(name)):
        return False, (Finding("E107"),)
    return True, ()


def clean(text: str) -> str:
    """Text that can be stored and searched: no zeros or lone surrogates, radicals as characters.

    Some PDF fonts map 文 to the Kangxi radical ⽂, which looks alike and is never searched for.
    """
    text = _UNWRITABLE.sub("", text)
    return _RADICAL.sub(_plain_character, text)


def _plain_character(match: re.Match[str]) -> str:
    import unicodedata  # noqa: PLC0415 - rarely needed

    return unicodedata.normalize("NFKC", match.group())


def _capped(pages: tuple[str, ...], limit: int) -> tuple[str, ...]:
    kept = []
    for page in pages:
        shown = clean(page[: max(0, limit)])
        limit -= len(shown)
        kept.append(shown)
    return tuple(kept)


def _finding(code: str, **parameters: str | int) -> Finding:
    return Finding(code, "", parameters)
