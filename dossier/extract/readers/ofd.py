"""OFD (GB/T 33190): page text in reading order, document facts, presence of seals.

The text in the XML stands in drawing order; objects are put into lines by their place.
"""

from __future__ import annotations

import posixpath
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.page_numbers import shown
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
        names = page_parts(parts)
        reading.announce(len(names))
        trees = [parts.xml(name) for name in names]
        seals = _seals(parts)
        pages = tuple(_page_text(tree) for tree in trees)
        return Content(
            text="\n".join(pages),
            page_texts=pages,
            pages=len(pages),
            metadata={**_facts(entry), **_counted(seals), **_scanned(trees, pages)},
            visual=bool(seals) or any(_drawn(tree) for tree in trees),
            findings=(
                *((Finding("W106", "", {"count": seals}),) if seals else ()),
                *_mixed(trees, pages),
            ),
        )


def page_parts(parts: Parts) -> list[str]:
    """The page parts of every document in the package, in order."""
    return [part for _document, _id, part in page_entries(parts)]


def page_entries(parts: Parts) -> list[tuple[str, str, str]]:
    """Of each page of every document, in order: the document's part, the page's number in it, and
    the page's part.
    """
    entry = parts.xml(_required(parts, "OFD.xml"))
    return [page for root in named(entry, "DocRoot") for page in _pages(parts, root.text)]


def named(root: etree._Element, name: str) -> list[etree._Element]:
    """Elements by local name: older files use other namespaces."""
    return [e for e in root.iter(etree.Element) if etree.QName(e).localname == name]


def _required(parts: Parts, name: str) -> str:
    found = parts.find(posixpath.normpath(name))
    if found is None:
        raise KeyError(name)
    return found


def _pages(parts: Parts, doc_root: str | None) -> list[tuple[str, str, str]]:
    """The pages in document order; their places are relative to the document or absolute."""
    document = _required(parts, (doc_root or "").strip())
    tree = parts.xml(document)
    base = posixpath.dirname(document)
    found = []
    for pages in named(tree, "Pages"):
        for page in named(pages, "Page"):
            place = (page.get("BaseLoc") or "").strip()
            inside = parts.find(posixpath.normpath(posixpath.join("/" + base, place)))
            found.append((document, page.get("ID") or "", inside or _required(parts, place)))
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


def _counted(seals: int) -> dict[str, int]:
    return {"seals": seals} if seals else {}


def _silent(trees: list[etree._Element], pages: tuple[str, ...], what: str) -> list[int]:
    """Pages that show something of a kind and say nothing."""
    both = enumerate(zip(trees, pages, strict=True), 1)
    return [n for n, (tree, text) in both if not text.strip() and named(tree, what)]


def _scanned(trees: list[etree._Element], pages: tuple[str, ...]) -> dict[str, str]:
    """Pages only OCR can read: scans, and those whose letters are drawn as shapes."""
    found = {*_silent(trees, pages, "ImageObject"), *_silent(trees, pages, "PathObject")}
    return {"scanned_pages": shown(found)} if found else {}


def _mixed(trees: list[etree._Element], pages: tuple[str, ...]) -> tuple[Finding, ...]:
    """W110 for scans where other pages have text."""
    found = _silent(trees, pages, "ImageObject")
    if not found or not any(text.strip() for text in pages):
        return ()
    return (Finding("W110", "", {"pages": shown(found)}),)


def _drawn(tree: etree._Element) -> bool:
    return bool(named(tree, "ImageObject") or named(tree, "PathObject"))


def _page_text(tree: etree._Element) -> str:
    placed = [item for text in named(tree, "TextObject") if (item := _placed(text))]
    lines: list[list[tuple[float, float, float, str]]] = []
    for item in sorted(placed):
        if lines and item[0] - lines[-1][0][0] < 0.5 * max(item[2], 1.0):
            lines[-1].append(item)
        else:
            lines.append([item])
    return "\n".join("".join(i[3] for i in sorted(line, key=lambda i: i[1])) for line in lines)


def _placed(element: etree._Element) -> tuple[float, float, float, str] | None:
    """Top, left, height in millimetres and the text of one text object."""
    text = "".join(code.text or "" for code in named(element, "TextCode")).strip("\r\n")
    if not text.strip():
        return None
    try:
        left, top, _width, height = (float(v) for v in (element.get("Boundary") or "").split())
    except ValueError:
        left, top, height = 0.0, 0.0, 0.0
    return top, left, height, text
