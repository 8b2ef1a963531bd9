"""TXT, CSV, Markdown, XML and RTF."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dossier.extract import encodings
from dossier.extract.outcome import Content, Reading, Unreadable

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?\??|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)"
    rb"|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_SKIPPED = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata",
    b"datastore", b"listtable", b"generator", b"xmlnstbl", b"latentstyles", b"fldinst",
}  # fmt: skip
_BREAKS = {b"par", b"line", b"row", b"page", b"sect"}
_CODE_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8"}


def bounded(path: Path, reading: Reading) -> bytes:
    """The file's bytes as far as its kept text can need them (4 bytes a character)."""
    with path.open("rb") as stream:
        return stream.read(4 * reading.limits.chars)


def read(path: Path, reading: Reading) -> Content:
    """Text with the encoding it was read with."""
    text, encoding = encodings.decode(bounded(path, reading))
    return Content(text=text, metadata={"encoding": encoding})


def read_xml(path: Path, reading: Reading) -> Content:
    """The character data of an XML file; a file that is not well-formed is read as text."""
    data = bounded(path, reading)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return read(path, reading)
    lines = (piece.strip() for piece in root.itertext(etree.Element))
    return Content(text="\n".join(line for line in lines if line))


def read_rtf(path: Path, reading: Reading) -> Content:
    """The visible text of an RTF file."""
    data = bounded(path, reading)
    if not data.rstrip(b"\x00\r\n\t ").endswith(b"}"):
        raise Unreadable("E105")
    declared = re.search(rb"\\ansicpg(\d+)", data[:4000])
    page = int(declared.group(1)) if declared else 1252
    text = _rtf_text(data, _CODE_PAGES.get(page, f"cp{page}"))
    return Content(text=text, visual=b"\\pict" in data)


def _rtf_text(data: bytes, encoding: str) -> str:
    out: list[str] = []
    pending = bytearray()
    depth, hidden = 0, 0

    def flush() -> None:
        if pending:
            out.append(_decoded(bytes(pending), encoding))
            pending.clear()

    for token in _TOKEN.finditer(data):
        code, point, word, _number, symbol, brace, run = token.groups()
        if brace:
            depth += 1 if brace == b"{" else -1
            hidden = 0 if depth < hidden else hidden
        elif hidden:
            continue
        elif code:
            pending.append(int(code, 16))
        elif word in _SKIPPED or symbol == b"*":
            hidden = depth
        elif run:
            pending += run
        else:
            flush()
            out.append(_symbol(point, word, symbol))
    flush()
    return "".join(out)


def _symbol(point: bytes | None, word: bytes | None, symbol: bytes | None) -> str:
    if point:
        value = int(point) % 65536
        return chr(value) if not 0xD800 <= value < 0xE000 else ""
    if word:
        return "\n" if word in _BREAKS else "\t" if word in (b"tab", b"cell") else ""
    return symbol.decode("latin-1") if symbol in (b"\\", b"{", b"}") else ""


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
