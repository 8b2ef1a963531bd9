"""The attachments of a mail, in the Internet's format (EML) and in Outlook's (MSG)."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.message
import email.policy
import email.utils
import io
import re
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from dossier.codec.zip_names import DecodedName, decode_name
from dossier.i18n import N_
from dossier.intake.local import extended
from dossier.intake.members import BROKEN, Item, LimitError, Readable, Run, Shelf
from dossier.model.findings import Finding

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ERRORS = (*BROKEN, IndexError, KeyError, TypeError, AttributeError, struct.error)
_MAIL_ERRORS = (*BROKEN, email.errors.MessageError, LookupError, TypeError, AttributeError)
_FIELD = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Message-ID|MIME-Version|Return-Path|Delivered-To):",
    re.IGNORECASE | re.MULTILINE,
)
_ANY_FIELD = re.compile(
    rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}"
)
_NAME = re.compile(r"""(?:file)?name\s*=\s*(?:"([^"]*)"|([^;\s]+))""", re.IGNORECASE)
_ATTACHMENT = "__attach_version1.0_"
_LONG_NAME, _SHORT_NAME, _DATA, _EMBEDDED = "3707", "3704", "37010102", "3701000D"
_WIDE, _NARROW = "001F", "001E"
_PROPERTY = "__substg1.0_"


def is_mail(head: bytes, name: str) -> bool:
    """Whether the first bytes are a mail's header; a page saved as MHT is one of those too."""
    header = _ANY_FIELD.match(head)
    if header is None or name.lower().endswith((".mht", ".mhtml")):
        return False
    return len(set(_FIELD.findall(header.group()))) >= 2


def is_outlook(path: Path) -> bool:
    """Whether an OLE2 file is a message of Outlook's; raises OSError."""
    import olefile  # noqa: PLC0415 - slow to load, and OLE files are few

    try:
        with olefile.OleFileIO(str(extended(path))) as ole:
            return bool(ole.exists("__properties_version1.0"))
    except _OLE_ERRORS:
        return False


def expand_mail(path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    """The attachments of an EML; the finding that says why not. Raises LimitError."""
    if path.stat().st_size > run.limits.total_bytes:
        raise LimitError(N_("too large when unpacked"))
    try:
        with extended(path).open("rb") as stream:
            message = email.message_from_binary_file(stream, policy=email.policy.compat32)
        parts = [part for part in message.walk() if _is_attachment(part)]
        run.budget(len(parts), [])
        shelf = Shelf(chain, run)
        for number, part in enumerate(parts, 1):
            shelf.take(_part(part, number, run.encoding))
    except _MAIL_ERRORS as error:
        return Finding("E112", parameters={"detail": str(error) or type(error).__name__})
    return None


def _is_attachment(part: email.message.Message) -> bool:
    if part.is_multipart():
        return False
    return part.get_content_disposition() == "attachment" or bool(_raw_name(part))


def _part(part: email.message.Message, number: int, encoding: str | None) -> Item:
    decoded = _decoded(_raw_name(part), encoding)
    name = decoded.name.rpartition("/")[2] or f"attachment-{number}"
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    return Item(
        name,
        None,
        lambda: closing(io.BytesIO(data)),
        encoding=decoded.encoding,
        certain=decoded.certain,
    )


def _raw_name(part: email.message.Message) -> str | tuple[str | None, str | None, str] | None:
    """The name as the header has it: plain, or a triple where it is written by RFC 2231."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        value: Any = part.get_param(key, header=header)
        if isinstance(value, str) and "\ufffd" in value:
            value = _unsanitised(part, header) or value
        if value:
            found: str | tuple[str | None, str | None, str] = value
            return found
    return None


def _unsanitised(part: email.message.Message, header: str) -> str | None:
    """A name of raw bytes, which the library gives only in the header as a whole."""
    whole = next((text for name, text in part.raw_items() if name.lower() == header), "")
    found = _NAME.search(str(whole))
    return (found.group(1) or found.group(2)) if found else None


def _decoded(
    raw: str | tuple[str | None, str | None, str] | None, encoding: str | None
) -> DecodedName:
    if raw is None:
        return DecodedName("", "ascii")
    if isinstance(raw, tuple):
        return DecodedName(email.utils.collapse_rfc2231_value(raw), raw[0] or "ascii")
    if "=?" in raw:
        return _encoded_words(raw)
    return decode_name(raw.encode("utf-8", "surrogateescape"), encoding=encoding)


def _encoded_words(raw: str) -> DecodedName:
    """A name in encoded words, which RFC 2047 does not allow here and every mail program writes."""
    text, charset = "", "ascii"
    for word, name in email.header.decode_header(raw):
        charset = name or charset
        if isinstance(word, bytes):
            text += word.decode(_wider(charset), "replace")
        else:
            text += word
    return DecodedName(text.replace("\\", "/"), charset, certain="\ufffd" not in text)


def _wider(charset: str) -> str:
    """GBK mails call themselves GB2312."""
    return "gb18030" if charset.lower() in ("gb2312", "gbk") else charset


def expand_outlook(path: Path, chain: tuple[str, ...], run: Run) -> Finding | None:
    """The attachments of a MSG, those of messages attached to it included."""
    import olefile  # noqa: PLC0415 - slow to load, and OLE files are few

    try:
        with olefile.OleFileIO(str(extended(path))) as ole:
            places = list(_attachments(ole))
            sizes = [ole.get_size([*place, _PROPERTY + _DATA]) for place in places]
            run.budget(len(places), sizes)
            shelf = Shelf(chain, run)
            for number, (place, size) in enumerate(zip(places, sizes, strict=True), 1):
                shelf.take(_stored(ole, place, size, number, run.encoding))
    except _OLE_ERRORS as error:
        return Finding("E112", parameters={"detail": str(error) or type(error).__name__})
    return None


def _attachments(ole: Any) -> Iterator[list[str]]:
    """Storages that hold an attachment's bytes, at any depth of attached messages."""
    for entry in ole.listdir(streams=True, storages=False):
        if entry[-1] == _PROPERTY + _DATA and len(entry) > 1 and _ATTACHMENT in entry[-2]:
            yield entry[:-1]


def _stored(ole: Any, place: list[str], size: int, number: int, encoding: str | None) -> Item:
    decoded = _stored_name(ole, place, encoding)
    return Item(
        decoded.name.rpartition("/")[2] or f"attachment-{number}",
        size,
        _opener(ole, [*place, _PROPERTY + _DATA]),
        encoding=decoded.encoding,
        certain=decoded.certain,
    )


def _opener(ole: Any, stream: list[str]) -> Callable[[], AbstractContextManager[Readable]]:
    return lambda: closing(ole.openstream(stream))


def _stored_name(ole: Any, place: list[str], encoding: str | None) -> DecodedName:
    for property_ in (_LONG_NAME, _SHORT_NAME):
        for form in (_WIDE, _NARROW):
            stream = [*place, _PROPERTY + property_ + form]
            if ole.exists(stream):
                raw = ole.openstream(stream).read()
                return _name_in(raw, form, encoding)
    return DecodedName("", "ascii")


def _name_in(raw: bytes, form: str, encoding: str | None) -> DecodedName:
    if form == _WIDE:
        return DecodedName(raw.decode("utf-16-le", "replace").rstrip("\0"), "utf-16")
    return decode_name(raw.rstrip(b"\0"), encoding=encoding)
