"""HTML, and saved pages and mail: what a person would read."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage, MIMEPart
from pathlib import Path

from lxml import etree, html  # type: ignore[import-untyped]

from dossier.codec import encodings
from dossier.extract.active import programs
from dossier.extract.outcome import Content, Reading
from dossier.extract.readers.plain import bounded

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_HIDDEN = ("script", "style", "noscript", "template")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption dd div dl dt fieldset figure footer form h1"
        " h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th title tr ul",
    )
)
_HEADERS = ("Subject", "From", "To", "Cc", "Date")


def read(path: Path, reading: Reading) -> Content:
    """Visible text and title of a web page."""
    return page(bounded(path, reading))


def read_mail(path: Path, reading: Reading) -> Content:
    """Headers and body of a mail or a saved page; attachments are named, not opened."""
    message = email.message_from_bytes(bounded(path, reading), policy=email.policy.default)
    metadata = {name.lower(): value for name in _HEADERS if (value := _header(message, name))}
    body = message.get_body(preferencelist=("plain", "html"))
    heads = [f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))]
    attached = [name for part in message.iter_attachments() if (name := part.get_filename())]
    return Content(
        text="\n".join((*heads, _body(body) if body else "", *attached)),
        metadata={"title": metadata.pop("subject", ""), **metadata, "attachments": len(attached)},
        visual=bool(attached),
        findings=programs(iter(attached)),
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())[:1000]


def _body(part: MIMEPart) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    if part.get_content_subtype() == "html":
        return page(data).text
    return encodings.decode(data)[0]


def saved_page_text(data: bytes) -> str:
    """The visible text of a saved page (MHT) in memory."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(preferencelist=("html", "plain"))
    return _body(body) if body else ""


def page_text(data: bytes) -> str:
    """The visible text of HTML in memory."""
    return page(data).text


def page(data: bytes) -> Content:
    """Visible text and title of HTML in memory."""
    text, encoding = _decoded(data)
    try:
        root = html.document_fromstring(text.removeprefix("\ufeff") or "<p></p>")
    except (etree.ParserError, ValueError):
        return Content(text=re.sub(r"<[^>]*>", " ", text), metadata={"encoding": encoding})
    for element in list(root.iter(*_HIDDEN)):
        element.drop_tree()
    title = " ".join((root.findtext(".//title") or "").split())[:300]
    return Content(
        text=_visible(root),
        metadata={"encoding": encoding, **({"title": title} if title else {})},
        visual=root.find(".//img") is not None,
    )


def _decoded(data: bytes) -> tuple[str, str]:
    """By its bytes where they are sure, by its own declaration otherwise."""
    text, encoding = encodings.decode(data)
    declared = _CHARSET.search(data[:4096])
    if "\ufffd" not in text or declared is None:
        return _without_declaration(text), encoding
    name = declared.group(1).decode("ascii").lower()
    name = "gb18030" if name in ("gb2312", "gbk") else name
    try:
        return _without_declaration(data.decode(name, "replace")), name
    except LookupError:
        return _without_declaration(text), encoding


def _without_declaration(text: str) -> str:
    """Decoded text without its encoding declaration, which lxml refuses."""
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")


def _visible(root: html.HtmlElement) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            pieces += ("\n" if element.tag in _BLOCKS else "", element.text or "")
        else:
            pieces += ("\n" if element.tag in _BLOCKS else "", element.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
