"""OFD (GB/T 33190): page text in reading order, document facts, presence of seals.

The text in the XML stands in drawing order; objects are put into lines by their place.
"""

from __future__ import annotations

import posixpath
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.parts import Parts, open_parts
from dossier.model.findings import Finding

_FACTS = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "CreationDate": "created",
    "ModDate": "modified",
    "Creator": "producer",
}


def read(path: Path, reading: Reading) -> Content:
    """Text of every page of every document in the package."""
    with open_parts(path, reading.limits) as parts:
        if parts.find("Encryptions.xml"):
            raise Unreadable("E104")
        entry = parts.xml(_required(parts, "OFD.xml"))
        names = [page for root in _named(entry, "DocRoot") for page in _pages(parts, root.text)]
        reading.announce(len(names))
        trees = [parts.xml(name) for name in names]
        seals = _seals(parts)
        pages = tuple(_page_text(tree) for tree in trees)
        return Content(
            text="\n".join(pages),
            page_texts=pages,
            pages=len(pages),
            metadata={**_facts(entry), **({"seals": seals} if seals else {})},
            visual=bool(seals) or any(_drawn(tree) for tree in trees),
            findings=(Finding("W106", "", {"count": seals}),) if seals else (),
        )


def _named(root: etree._Element, name: str) -> list[etree._Element]:
    """Elements by local name: older files use other namespaces."""
    return [e for e in root.iter(etree.Element) if etree.QName(e).localname == name]


def _required(parts: Parts, name: str) -> str:
    found = parts.find(posixpath.normpath(name))
    if found is None:
        raise KeyError(name)
    return found


def _pages(parts: Parts, doc_root: str | None) -> list[str]:
    """The page parts in document order; their places are relative to the document or absolute."""
    document = _required(parts, (doc_root or "").strip())
    tree = parts.xml(document)
    base = posixpath.dirname(document)
    found = []
    for pages in _named(tree, "Pages"):
        for page in _named(pages, "Page"):
            place = (page.get("BaseLoc") or "").strip()
            inside = parts.find(posixpath.normpath(posixpath.join("/" + base, place)))
            found.append(inside or _required(parts, place))
    return found


def _facts(entry: etree._Element) -> dict[str, str | int | float]:
    found: dict[str, str | int | float] = {}
    for element in entry.iter(etree.Element):
        key = _FACTS.get(etree.QName(element).localname)
        value = (element.text or "").strip()
        if key and value:
            found.setdefault(key, value[:1000])
    return found


def _seals(parts: Parts) -> int:
    """How many signatures or seals are attached; they are counted, not verified."""
    return sum(name.lower().endswith("/signedvalue.dat") for name in parts.names)


def _drawn(tree: etree._Element) -> bool:
    return bool(_named(tree, "ImageObject") or _named(tree, "PathObject"))


def _page_text(tree: etree._Element) -> str:
    placed = [item for text in _named(tree, "TextObject") if (item := _placed(text))]
    lines: list[list[tuple[float, float, float, str]]] = []
    for item in sorted(placed):
        if lines and item[0] - lines[-1][0][0] < 0.5 * max(item[2], 1.0):
            lines[-1].append(item)
        else:
            lines.append([item])
    return "\n".join("".join(i[3] for i in sorted(line, key=lambda i: i[1])) for line in lines)


def _placed(element: etree._Element) -> tuple[float, float, float, str] | None:
    """Top, left, height in millimetres and the text of one text object."""
    text = "".join(code.text or "" for code in _named(element, "TextCode")).strip("\r\n")
    if not text.strip():
        return None
    try:
        left, top, _width, height = (float(v) for v in (element.get("Boundary") or "").split())
    except ValueError:
        left, top, height = 0.0, 0.0, 0.0
    return top, left, height, text
