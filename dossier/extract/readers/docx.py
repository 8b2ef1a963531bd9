"""DOCX text: body, tables, text boxes, content controls, headers, footers, notes, insertions.

Deleted and moved-away text is left out; what Word stores twice for old readers is counted once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dossier.codec import encodings
from dossier.extract.outcome import Content, Reading
from dossier.extract.parts import Parts, open_parts
from dossier.extract.properties import core_properties, stated_pages
from dossier.extract.readers.docx_pictures import blocks
from dossier.extract.readers.rtf import text_of as rtf_text
from dossier.extract.readers.web import page_text, saved_page_text
from dossier.rules.picture_captions import as_details, captions_beside

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "document.main+xml"


def read(path: Path, reading: Reading) -> Content:
    """Text of a Word file, headers first, then body, text boxes, notes and footers."""
    with open_parts(path, reading.limits) as parts:
        main = _main_part(parts)
        names = (
            *parts.matching(r"word/header\d*\.xml"),
            main,
            *parts.matching(r"word/(?:footnotes|endnotes|comments)\.xml"),
            *parts.matching(r"word/footer\d*\.xml"),
        )
        trees = {name: _visible(parts.xml(name)) for name in names}
        shown = _pictures(trees[main], parts)
        texts = [text for tree in trees.values() if (text := _part_text(tree))]
        return Content(
            text="\n".join((*texts, *_chunks(parts))),
            metadata={**core_properties(parts), **stated_pages(parts), **shown},
            visual=_visual(parts.names),
        )


def _main_part(parts: Parts) -> str:
    """The body's part, which most but not all writers call ``word/document.xml``."""
    if "word/document.xml" in parts.names:
        return "word/document.xml"
    for override in parts.xml("[Content_Types].xml"):
        if (override.get("ContentType") or "").endswith(_MAIN):
            return (override.get("PartName") or "").lstrip("/")
    raise KeyError("word/document.xml")


def _chunks(parts: Parts) -> Iterator[str]:
    """Texts of foreign chunks (``w:altChunk``): web pages, RTF or plain text put in whole."""
    for name in parts.matching(r"word/[^/]*\.(?:mht|mhtml|html?|rtf|txt)"):
        data = parts.read(name)
        if name.endswith("rtf"):
            yield rtf_text(data)
        elif name.endswith(("mht", "mhtml")):
            yield saved_page_text(data)
        else:
            yield encodings.decode(data)[0] if name.endswith("txt") else page_text(data)


def _visual(names: list[str]) -> bool:
    """Whether anything but text is inside: pictures, embedded objects, foreign chunks."""
    folders = ("word/media/", "word/embeddings/", "word/charts/")
    chunks = (".mht", ".mhtml", ".htm", ".html", ".rtf", ".dat")
    lower = [name.lower() for name in names]
    return any(name.startswith(folders) or name.endswith(chunks) for name in lower)


def _pictures(root: etree._Element, parts: Parts) -> dict[str, str | int]:
    """How many pictures the body shows, and what is said beside each."""
    if not any(name.startswith("word/media/") for name in parts.names):
        return {}
    return as_details(captions_beside(blocks(root, _space(root))))


def _space(root: etree._Element) -> str:
    return _STRICT if root.tag.startswith(_STRICT) else _W


def _visible(root: etree._Element) -> etree._Element:
    _drop_hidden(root, _space(root))
    return root


def _part_text(root: etree._Element) -> str:
    space = _space(root)
    _lift_text_boxes(root, space)
    return _plain(root, space)


def _drop_hidden(root: etree._Element, space: str) -> None:
    """Remove deletions and the second copy that ``mc:AlternateContent`` keeps for old readers."""
    for element in list(root.iter(space + "del", space + "moveFrom", _MC + "Fallback")):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag == _MC + "Fallback" and parent.find(_MC + "Choice") is None:
            continue
        parent.remove(element)


def _lift_text_boxes(root: etree._Element, space: str) -> None:
    """Put what stands in text boxes before the paragraph that holds them, where people see a head
    made of one, so that no line of the body is torn.
    """
    for box in list(root.iter(space + "txbxContent")):
        paragraph = next(box.iterancestors(space + "p"), None)
        if paragraph is not None:
            paragraph.addprevious(box)


def _plain(root: etree._Element, space: str) -> str:
    paragraph, text, tab = space + "p", space + "t", space + "tab"
    line, carriage = space + "br", space + "cr"
    pieces: list[str] = []
    for element in root.iter(paragraph, text, tab, line, carriage):
        if element.tag == text:
            pieces.append(element.text or "")
        elif element.tag == tab:
            pieces.append("\t" if _in_run(element) else "")
        else:
            pieces.append("\n")
    return "\n".join(row for row in "".join(pieces).split("\n") if row.strip())


def _in_run(tab: etree._Element) -> bool:
    """``w:tab`` also names a tab stop in paragraph properties, which is no character."""
    parent = tab.getparent()
    return parent is not None and parent.tag.endswith("}r")
