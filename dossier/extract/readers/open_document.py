"""ODT and ODP text from ``content.xml``."""

from __future__ import annotations

from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.parts import Parts, open_parts
from dossier.extract.properties import open_document_properties

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT = "{" + _URN + "text:1.0}"
_PAGE = "{" + _URN + "drawing:1.0}page"
_SPACES = {_TEXT + "s": " ", _TEXT + "tab": "\t", _TEXT + "line-break": "\n"}


def read(path: Path, reading: Reading) -> Content:
    """Text of the body; one page text per slide of a presentation."""
    with open_parts(path, reading.limits) as parts:
        _refuse_encrypted(parts)
        root = parts.xml("content.xml")
        for gone in list(root.iter(_TEXT + "tracked-changes")):
            gone.getparent().remove(gone)
        pages = tuple(_text(page) for page in root.iter(_PAGE))
        return Content(
            text=_text(root),
            page_texts=pages,
            pages=len(pages) or None,
            metadata=open_document_properties(parts),
            visual=any(name.startswith(("Pictures/", "Object")) for name in parts.names),
        )


def _refuse_encrypted(parts: Parts) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in parts.names and b"encryption-data" in parts.read(manifest):
        raise Unreadable("E104")


def _text(root: etree._Element) -> str:
    lines = (_line(element) for element in root.iter(_TEXT + "p", _TEXT + "h"))
    return "\n".join(line for line in lines if line.strip())


def _line(paragraph: etree._Element) -> str:
    """The paragraph's own text; a paragraph inside it (a frame's) is a line of its own."""
    pieces = [paragraph.text or ""]
    for child in paragraph:
        if child.tag not in (_TEXT + "p", _TEXT + "h"):
            pieces += [_SPACES.get(child.tag, ""), _line(child)]
        pieces.append(child.tail or "")
    return "".join(pieces)
