"""Outlook's MSG: headers, body and names of attachments, out of the compound file's streams."""

from __future__ import annotations

import datetime as dt
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.codec import encodings
from dossier.extract.active import programs
from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.readers.rtf import text_of
from dossier.extract.readers.web import page_text

if TYPE_CHECKING:
    import olefile

_SUBJECT, _BODY, _HTML, _RTF = "0037", "1000", "1013", "1009"
_FROM, _TO, _CC = "0C1A", "0E04", "0E03"
_SUBMITTED = 0x0039
_FILETIME = 0x0040
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
_NAMES = re.compile(r"__attach_version1\.0_[^/]*/__substg1\.0_(?:3707|3704)001[EF]", re.IGNORECASE)
_ERRORS = (ValueError, IndexError, KeyError, TypeError, struct.error, RecursionError, OSError)
_LZFU = 0x75465A4C
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdeco"
    rb"r MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def read(path: Path, reading: Reading) -> Content:
    """What a person reads in the mail; attachments are named, not opened."""
    import olefile  # noqa: PLC0415 - slow to load, and such files are few

    try:
        with olefile.OleFileIO(path) as ole:
            return _content(ole, reading.limits.chars)
    except _ERRORS as error:
        raise Unreadable("E103", str(error)) from error


def _content(ole: olefile.OleFileIO, limit: int) -> Content:
    attached = _attachments(ole)
    subject = _text(ole, _SUBJECT)
    heads = {"Subject": subject, "From": _text(ole, _FROM), "To": _text(ole, _TO)}
    sent = _sent(ole)
    lines = [f"{name}: {value}" for name, value in heads.items() if value]
    body = _text(ole, _BODY) or _html(ole) or _rich(ole)
    return Content(
        text="\n".join((*lines, body.replace("\r", "")[:limit], *attached)),
        metadata={
            **({"title": subject[:1000]} if subject else {}),
            **({"date": sent} if sent else {}),
            "attachments": len(attached),
        },
        visual=bool(attached),
        findings=programs(iter(attached)),
    )


def _text(ole: olefile.OleFileIO, tag: str) -> str:
    """A text property: UTF-16 (001F) or in a code page (001E)."""
    for kind in ("001F", "001E"):
        name = f"__substg1.0_{tag}{kind}"
        if ole.exists(name):
            data = ole.openstream(name).read()
            text = (
                data.decode("utf-16-le", "replace") if kind == "001F" else encodings.decode(data)[0]
            )
            return str(text).replace("\x00", "").strip()
    return ""


def _html(ole: olefile.OleFileIO) -> str:
    name = f"__substg1.0_{_HTML}0102"
    return page_text(ole.openstream(name).read()) if ole.exists(name) else ""


def _rich(ole: olefile.OleFileIO) -> str:
    name = f"__substg1.0_{_RTF}0102"
    return text_of(unpacked(ole.openstream(name).read())) if ole.exists(name) else ""


def _attachments(ole: olefile.OleFileIO) -> list[str]:
    """Long name of each attachment, else its short one."""
    found: dict[str, str] = {}
    for parts in sorted(ole.listdir(), reverse=True):
        path = "/".join(parts)
        if _NAMES.fullmatch(path):
            data = ole.openstream(path).read()
            wide = path.upper().endswith("F")
            text = data.decode("utf-16-le", "replace") if wide else encodings.decode(data)[0]
            found.setdefault(parts[0], str(text).strip("\x00 "))
    return [name for name in found.values() if name]


def _sent(ole: olefile.OleFileIO) -> str:
    """The day it was sent, by the fixed-length properties; empty where they do not say."""
    data = ole.openstream("__properties_version1.0").read()
    for at in range(32, len(data) - 15, 16):
        kind, tag = struct.unpack_from("<HH", data, at)
        if (tag, kind) == (_SUBMITTED, _FILETIME):
            moment = struct.unpack_from("<Q", data, at + 8)[0]
            return (_EPOCH + dt.timedelta(microseconds=moment // 10)).date().isoformat()
    return ""


def unpacked(data: bytes) -> bytes:
    """Compressed RTF as RTF ([MS-OXRTFCP]); what is cut off stays cut off."""
    if len(data) < 16:
        return b""
    _packed, size, magic, _crc = struct.unpack_from("<4I", data)
    if magic != _LZFU:
        return data[16 : 16 + size]
    window = bytearray(_DICTIONARY.ljust(4096, b" "))
    out, position, write = bytearray(), 16, len(_DICTIONARY)
    while position < len(data) and len(out) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            if position + (control >> bit & 1) >= len(data):
                return bytes(out)
            if control >> bit & 1:
                token = int.from_bytes(data[position : position + 2], "big")
                position += 2
                offset, length = token >> 4, (token & 15) + 2
                if offset == write:
                    return bytes(out)
            else:
                offset, length = -1, 1
            for step in range(length):
                byte = data[position] if offset < 0 else window[(offset + step) % 4096]
                out.append(byte)
                window[write] = byte
                write = (write + 1) % 4096
            position += offset < 0
    return bytes(out)
