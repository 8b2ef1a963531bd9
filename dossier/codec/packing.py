"""Files of other programs with nothing left to chance: fixed dates, ids and order of members."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable

MAX_UNPACKED = 512 * 2**20
_PDF_DATE = re.compile(rb"(/(?:Creation|Mod)Date\s*\(D:)(\d{14})([^)]{0,8})\)")
_PDF_ID = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]{32})>\s*<([0-9A-Fa-f]{32})>\s*\]")
_PDF_SUM = re.compile(rb"/DocChecksum\s*/([0-9A-Fa-f]{32})")
_XMP_DATE = re.compile(rb"(<xmp:(?:Create|Modify|Metadata)Date>)([^<]+)(</xmp)")
_CORE_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms)")
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def tidy_pdf(data: bytes) -> bytes:
    """A PDF with its dates at 2000-01-01 and an id made of its content; every length stays."""
    data = _PDF_DATE.sub(lambda m: m[1] + b"20000101000000" + b"Z".ljust(len(m[3])) + b")", data)
    data = _XMP_DATE.sub(lambda m: m[1] + b"2000-01-01T00:00:00Z"[: len(m[2])] + m[3], data)
    data = _PDF_ID.sub(lambda m: m[0].replace(m[1], b"0" * 32).replace(m[2], b"0" * 32), data)
    data = _PDF_SUM.sub(lambda m: m[0].replace(m[1], b"0" * 32), data)
    mark = hashlib.sha256(data).hexdigest()[:32].upper().encode()
    return _PDF_ID.sub(lambda m: m[0].replace(b"0" * 32, mark), data)


def packed_again(data: bytes, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """An OOXML package with its members in their order, stored, dated 1980, and its own dates at
    2000-01-01; ``change`` may alter a member by its name. Raises ValueError where it unpacks beyond
    :data:`MAX_UNPACKED` bytes.

    Members are stored because deflated bytes depend on the library's version.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        if sum(info.file_size for info in old.infolist()) > MAX_UNPACKED:
            message = "too large unpacked"
            raise ValueError(message)
        for name in old.namelist():
            info = zipfile.ZipInfo(name)
            info.create_system = _UNIX
            info.external_attr = _PLAIN_FILE
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _CORE_DATE.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", content)
            new.writestr(info, change(name, content) if change else content)
    return out.getvalue()
