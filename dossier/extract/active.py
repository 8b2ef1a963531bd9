"""What a file would run if somebody let it: macros and embedded programs, named but never run."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from dossier.extract.formats import Format
from dossier.model.findings import Finding

_PACKAGES = frozenset({"docx", "xlsx", "xlsb", "pptx", "odt", "ods", "odp", "ofd"})
_COMPOUND = frozenset({"doc", "xls", "ppt", "wps", "et", "dps", "ole", "msg", "visio"})
_PROGRAM = re.compile(
    r"[^\\/\x00:]{1,120}\.(?:exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|msi|jar|lnk|hta|pif)\b",
    re.IGNORECASE,
)
_MACROS = re.compile(r"vbaproject\.bin$|^basic/.+\.xml$|^scripts/(?!.*manifest)", re.IGNORECASE)
_OBJECT = re.compile(r"embeddings/|attach|oleobject", re.IGNORECASE)
_MOST_OBJECTS, _HEAD = 50, 4096
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError, EOFError,
    KeyError, OSError,
)  # fmt: skip
_OLE_ERRORS = (ValueError, IndexError, KeyError, TypeError, RecursionError, OSError, AttributeError)


def dangers(kind: Format, path: Path) -> tuple[Finding, ...]:
    """W108 for macros, W109 for each embedded program; nothing for what cannot be opened."""
    if kind.name in _PACKAGES:
        return _said(*_in_package(path))
    if kind.name in _COMPOUND:
        return _said(*_in_compound(path))
    return ()


def programs(names: Iterator[str]) -> tuple[Finding, ...]:
    """W109 for names of attachments that are programs."""
    return _said(False, [name for name in names if _PROGRAM.search(name)])


def _said(macros: bool, names: list[str]) -> tuple[Finding, ...]:
    warned = (Finding("W108"),) if macros else ()
    return (*warned, *(Finding("W109", "", {"name": name[:120]}) for name in dict.fromkeys(names)))


def _in_package(path: Path) -> tuple[bool, list[str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            macros = any(_MACROS.search(name) for name in names)
            objects = [name for name in names if _OBJECT.search(name)][:_MOST_OBJECTS]
            found = (name for item in objects for name in _in_object(archive, item))
            return macros, list(found)
    except _ZIP_ERRORS:
        return False, []


def _in_object(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    """Programs by their own name, or inside the OLE object that Word makes of any other file."""
    with archive.open(member) as stream:
        head = stream.read(_HEAD)
    if head[:2] == b"MZ" or _PROGRAM.search(member):
        yield member
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _program_names(head)


def _program_names(data: bytes) -> Iterator[str]:
    """Names of programs in a package object's head, in any of the encodings Windows writes."""
    for text in (data.decode("gb18030", "replace"), data.decode("utf-16-le", "replace")):
        for match in _PROGRAM.finditer(text):
            yield match.group().strip()


def _in_compound(path: Path) -> tuple[bool, list[str]]:
    import olefile  # noqa: PLC0415 - slow to load, and such files are few

    try:
        with olefile.OleFileIO(path) as ole:
            streams = ["/".join(parts) for parts in ole.listdir()]
            macros = any("vba/" in name.lower() for name in streams)
            packed = [name for name in streams if name.lower().endswith("\x01ole10native")]
            heads = [ole.openstream(name).read(_HEAD) for name in packed[:_MOST_OBJECTS]]
    except _OLE_ERRORS:
        return False, []
    return macros, [name for head in heads for name in _program_names(head)]
