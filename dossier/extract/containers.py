"""Telling ZIP- and OLE2-based formats apart by what the container lists."""

from __future__ import annotations

import errno
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from dossier.extract.formats import Format, by_name

if TYPE_CHECKING:
    import olefile

MAX_ENTRIES = 200_000
_END = b"PK\x05\x06"
_LOCAL = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_ODF = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
}
_ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, KeyError,
    EOFError, OverflowError, struct.error, UnicodeError,
)  # fmt: skip
_OLE_ERRORS = (ValueError, IndexError, KeyError, TypeError, struct.error, RecursionError, OSError)
_WORKS = "0EA45AB2-9E0A-11D1-A407-00C04FB932BA"
_MSI = "000C1084-0000-0000-C000-000000000046"


def zip_format(stream: BinaryIO, head: bytes) -> Format:
    """What a ZIP is by its members; a broken directory is replaced by the names in its head."""
    if _entry_count(stream) > MAX_ENTRIES:
        return by_name("zip")
    try:
        with zipfile.ZipFile(stream) as archive:
            return by_name(_by_members(archive.namelist(), _mimetype(archive)))
    except OSError as error:
        if error.errno != errno.EINVAL:  # a directory that points before the file's beginning
            raise
    except _ZIP_ERRORS:
        pass
    return by_name(_by_members(_local_names(head), ""))


def _entry_count(stream: BinaryIO) -> int:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - 66_000))
    tail = stream.read(66_000)
    at = tail.rfind(_END)
    stream.seek(0)
    return int.from_bytes(tail[at + 10 : at + 12], "little") if at >= 0 else 0


def _mimetype(archive: zipfile.ZipFile) -> str:
    """OpenDocument and EPUB say what they are in a first, stored member."""
    first = next(iter(archive.infolist()), None)
    if first is None or first.filename != "mimetype" or first.file_size > 200:
        return ""
    return archive.read(first).decode("ascii", "replace").strip()


def _local_names(head: bytes) -> list[str]:
    names = []
    for found in _LOCAL.finditer(head):
        length = int.from_bytes(found.group(1), "little")
        names.append(head[found.end() : found.end() + length].decode("utf-8", "replace"))
    return names


def _by_members(names: Iterable[str], mimetype: str) -> str:
    members = {name.replace("\\", "/").lower() for name in names}
    folders = {name.partition("/")[0] for name in members if "/" in name}
    if mimetype in _ODF:
        return _ODF[mimetype]
    if "ofd.xml" in members:
        return "ofd"
    if "[content_types].xml" in members:
        return _ooxml(members, folders)
    if "androidmanifest.xml" in members or "classes.dex" in members:
        return "apk"
    if "meta-inf/manifest.mf" in members and any(name.endswith(".class") for name in members):
        return "jar"
    return "zip"


def _ooxml(members: set[str], folders: set[str]) -> str:
    if "xl/workbook.bin" in members:
        return "xlsb"
    parts = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
    return next((name for folder, name in parts.items() if folder in folders), "zip")


def ole_format(stream: BinaryIO) -> Format:
    """What an OLE2 compound file is by its streams; ``ole`` when nobody knows."""
    stream.seek(0)
    import olefile  # noqa: PLC0415 - slow to load, and OLE files are few

    try:
        with olefile.OleFileIO(stream) as ole:
            streams = {"/".join(path).lower() for path in ole.listdir()}
            clsid = str(ole.root.clsid).upper() if ole.root else ""
            maker = _maker(ole) if "\x05summaryinformation" in streams else ""
            locked = _locked(ole, streams)
    except _OLE_ERRORS:
        return by_name("ole")
    found = _by_streams(streams, clsid, kingsoft=_is_kingsoft(streams, maker))
    return found.locked() if locked else found


def _locked(ole: olefile.OleFileIO, streams: set[str]) -> bool:
    """Whether Word's head says encrypted ([MS-DOC] FibBase fEncrypted), or PowerPoint's user
    stream carries the token of an encrypted file ([MS-PPT] CurrentUserAtom).
    """
    if "worddocument" in streams:
        head = ole.openstream("WordDocument").read(12)
        return len(head) == 12 and head[:2] == b"\xec\xa5" and bool(head[11] & 1)
    if "current user" in streams:
        return bool(ole.openstream("Current User").read(16)[12:16] == b"\xdf\xc4\xd1\xf3")
    return False


def _maker(ole: olefile.OleFileIO) -> str:
    properties = ole.getproperties("\x05SummaryInformation")
    value = properties.get(18, b"")
    return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)


def _is_kingsoft(streams: set[str], maker: str) -> bool:
    return "WPS" in maker or "Kingsoft" in maker or any("wpscustomdata" in s for s in streams)


def _by_streams(streams: set[str], clsid: str, *, kingsoft: bool) -> Format:
    if clsid == _MSI:
        return by_name("msi")
    if "encryptedpackage" in streams:
        return by_name("ooxml").locked()
    if clsid == _WORKS or streams >= {"mm", "mn0"} or "matost" in streams:
        return by_name("works")
    known = (
        ("worddocument", "wps" if kingsoft else "doc"),
        ("workbook", "et" if kingsoft else "xls"),
        ("book", "et" if kingsoft else "xls"),
        ("powerpoint document", "dps" if kingsoft else "ppt"),
        ("__properties_version1.0", "msg"),
        ("visiodocument", "visio"),
    )
    return by_name(next((name for stream, name in known if stream in streams), "ole"))
