"""Format by content: magic bytes, ZIP member names, OLE stream names. Never the extension.

Only the head, the tail and a container's directory are read; content is hostile, so whatever it
holds, the answer is a :class:`Format`. Only ``OSError`` of the file system itself leaves here.
"""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path
from typing import BinaryIO

from dossier.codec import encodings
from dossier.extract import containers
from dossier.extract.formats import ALL_EXTENSIONS, Format, by_name, expected_extensions

__all__ = [
    "Format", "as_run", "expected_extensions", "extension_of", "identify", "surprising_extension",
]  # fmt: skip

HEAD = 64 * 1024

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b\x08", "gz"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x7fELF", "elf"),
    (b"\xfe\xed\xfa\xce", "mach-o"),
    (b"\xfe\xed\xfa\xcf", "mach-o"),
    (b"\xce\xfa\xed\xfe", "mach-o"),
    (b"\xcf\xfa\xed\xfe", "mach-o"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "lnk"),
    (b"\x01\xfe\x32\x00", "works"),
    (b"ID3", "mp3"),
    (b"0&\xb2u\x8ef\xcf\x11", "wmv"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"FLV\x01", "flv"),
    (b"\x00\x00\x01\xba", "mpg"),
    (b"\x00\x00\x01\xb3", "mpg"),
    (b".RMF\x00", "rm"),
    (b"OggS\x00", "ogg"),
    (b"fLaC", "flac"),
    (b"#!AMR", "amr"),
    (b"#!", "script"),
)
_RIFF = {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}
_BRANDS = {
    b"heic": "heic", b"heix": "heic", b"heim": "heic", b"heis": "heic", b"hevc": "heic",
    b"mif1": "heic", b"msf1": "heic", b"avif": "avif", b"qt  ": "mov",
}  # fmt: skip
_PACKETS = ((0, 188), (4, 192))
"""Where the first packet of a transport stream begins, and how far the next is from it."""
_TEXTS = frozenset({"txt", "csv", "md", "html", "xml"})
_BATCH = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*@echo\s+o(?:ff|n)\b", re.IGNORECASE)
_HEADER = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
_MAIL = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Message-ID|MIME-Version|Return-Path|Delivered-To):",
    re.IGNORECASE | re.MULTILINE,
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|p)\b", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)


def identify(source: Path | bytes) -> Format:
    """What the content is. Raises ``OSError`` when the file cannot be opened or read."""
    if isinstance(source, bytes):
        return _identify(io.BytesIO(source))
    with source.open("rb") as stream:
        return _identify(stream)


def extension_of(name: str) -> str:
    """The extension in lower case without its dot, empty when there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem and len(extension) <= 8 else ""


def as_run(kind: Format, name: str) -> Format:
    """What a system would do with it: text under the name of a script is a script, since nothing
    inside tells the two apart.
    """
    script = by_name("script")
    named = kind.name in _TEXTS and extension_of(name) in expected_extensions(script)
    return script if named else kind


def surprising_extension(kind: Format, name: str) -> str | None:
    """The name's extension when it does not fit the content; None when it does or has none."""
    expected, extension = expected_extensions(kind), extension_of(name)
    known = extension in ALL_EXTENSIONS and bool(expected)
    return extension if known and extension not in expected else None


def _identify(stream: BinaryIO) -> Format:
    head = stream.read(HEAD)
    if not head:
        return by_name("empty")
    if b"%PDF-" in head[:1024]:
        return by_name("pdf")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return containers.zip_format(stream, head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return containers.ole_format(stream)
    return by_name(_by_magic(head) or _by_shape(head) or _text_kind(head) or "unknown")


def _by_magic(head: bytes) -> str | None:
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def _by_shape(head: bytes) -> str | None:
    """Formats whose signature is not at offset 0 or needs a second look."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "mp4")
    if head[257:262] == b"ustar":
        return "tar"
    if head[:2] == b"MZ" and b"\x00" in head[:64]:
        return "pe"
    if head[:2] == b"BM" and len(head) > 26 and head[6:10] == bytes(4):
        return "bmp"
    return _by_weak_shape(head)


def _by_weak_shape(head: bytes) -> str | None:
    if head[:4] == b"\xca\xfe\xba\xbe" and len(head) > 8:
        return "java-class" if struct.unpack(">H", head[6:8])[0] >= 45 else "mach-o"
    if re.match(rb"AC10[0-9]{2}", head) and b"\x00" in head[:16]:
        return "dwg"
    if _BATCH.match(head):
        return "script"
    return _by_frames(head)


def _by_frames(head: bytes) -> str | None:
    """Recordings that begin with nothing but their first frame or packet."""
    if head[0] == 0xFF and len(head) > 2 and head[1] in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2):
        return "mp3"
    if head[0] == 0xFF and len(head) > 7 and head[1] & 0xF6 == 0xF0 and _is_adts(head):
        return "aac"
    if any(head[at : at + 2 * step + 1 : step] == b"GGG" for at, step in _PACKETS):
        return "ts"
    return None


def _is_adts(head: bytes) -> bool:
    """Whether a second frame stands where the first says that it ends."""
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length >= 7 and head[length : length + 1] == b"\xff"


def _text_kind(head: bytes) -> str | None:
    encoding = encodings.detect(head, whole=len(head) < HEAD)
    if encoding is None:
        return None
    if (header := _HEADER.match(head)) and len(_MAIL.findall(header.group())) >= 2:
        return _mail_kind(header.group())
    return _markup_kind(head.decode(encoding, "replace").lstrip("\ufeff \t\r\n"))


def _mail_kind(header: bytes) -> str:
    """A saved web page is a mail that was never sent to anybody."""
    sent = re.search(rb"^(?:To|Received|Message-ID):", header, re.IGNORECASE | re.MULTILINE)
    return "eml" if sent or b"multipart/related" not in header.lower() else "mht"


def _markup_kind(text: str) -> str:
    if text.startswith("<?xml"):
        return "html" if re.search(r"<html\b", text[:1000], re.IGNORECASE) else "xml"
    if text.startswith("<") and _HTML.search(text[:2000]):
        return "html"
    if _HEADING.search(text[:1000]):
        return "md"
    return "csv" if _looks_like_csv(text) else "txt"


def _looks_like_csv(text: str) -> bool:
    """Whether the first lines have the same number of ASCII commas, two lines at least."""
    lines = [line for line in text.splitlines()[:6] if line.strip()][:5]
    commas = {line.count(",") for line in lines}
    return len(lines) >= 2 and len(commas) == 1 and commas != {0}
