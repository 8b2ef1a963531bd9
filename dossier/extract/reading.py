"""Reading one file in this process: format, reader, judgement. Readers are loaded when needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dossier.extract.active import dangers
from dossier.extract.formats import Format
from dossier.extract.judging import judged
from dossier.extract.outcome import Content, Limits, Reading, Unreadable
from dossier.extract.signatures import as_run, identify, surprising_extension
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding

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
    "rtf": ("rtf", "read"),
    "msg": ("message", "read"),
    "html": ("web", "read"),
    "eml": ("web", "read_mail"),
    "mht": ("web", "read_mail"),
    "mp4": ("media", "read_mp4"),
    "mov": ("media", "read_mp4"),
    "avi": ("media", "read_avi"),
    "wav": ("media", "read_wav"),
    "wmv": ("film", "read_asf"),
    "mkv": ("film", "read_matroska"),
    "flv": ("film", "read_flv"),
    "mpg": ("film", "read_programme"),
    "ts": ("film", "read_transport"),
    "rm": ("film", "read_real"),
    "mp3": ("sound", "read_mp3"),
    "aac": ("sound", "read_aac"),
    "amr": ("sound", "read_amr"),
    "flac": ("sound", "read_flac"),
    "ogg": ("sound", "read_ogg"),
    **dict.fromkeys(("jpeg", "png", "tiff", "bmp", "webp", "gif"), ("pictures", "read")),
    **dict.fromkeys(("heic", "avif"), ("pictures", "read_modern")),
}


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
        kind = as_run(identify(path), name)
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
        found = (refused, *dangers(kind, path))
        return replace(bare, usable=_usable_despite(refused), findings=found)
    try:
        content = _reader(kind)(path, reading)
    except Unreadable as error:
        found = (error.finding, *dangers(kind, path))
        return replace(bare, usable=_usable_despite(error.finding), findings=found)
    except (MemoryError, RecursionError) as error:
        return replace(bare, findings=(_finding("E106", detail=type(error).__name__),))
    except Exception as error:  # noqa: BLE001 - one file is a boundary: parsers raise anything
        finding = _finding("E103", detail=f"{type(error).__name__}: {error}"[:200])
        return replace(bare, usable=False, findings=(finding,))
    pictured = replace(bare, picture=content.picture)
    return judged(pictured, _with(content, dangers(kind, path)), reading)


def _with(content: Content, warned: tuple[Finding, ...]) -> Content:
    return replace(content, findings=(*content.findings, *warned)) if warned else content


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


def _finding(code: str, **parameters: str | int) -> Finding:
    return Finding(code, "", parameters)
