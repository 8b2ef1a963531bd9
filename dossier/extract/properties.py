"""Embedded properties of office files, under common names."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from dossier.extract.parts import Parts

_NAMES = {
    "title": "title",
    "creator": "author",
    "initial-creator": "author",
    "created": "created",
    "creation-date": "created",
    "modified": "modified",
    "date": "modified",
    "subject": "subject",
    "keywords": "keywords",
    "generator": "producer",
}


def core_properties(parts: Parts) -> dict[str, str | int | float]:
    """Title, author and dates of an OOXML file; a broken property part has none."""
    return _properties(parts, "docProps/core.xml")


def open_document_properties(parts: Parts) -> dict[str, str | int | float]:
    """The same for OpenDocument."""
    return _properties(parts, "meta.xml")


def stated_pages(parts: Parts) -> dict[str, str | int | float]:
    """How many pages the program that wrote the file counted; it says so, nobody checks."""
    name = "docProps/app.xml"
    if name not in parts.names:
        return {}
    try:
        said = parts.xml(name).findtext("{*}Pages") or ""
    except etree.XMLSyntaxError:
        return {}
    return {"pages_stated": int(said)} if said.isascii() and said.isdigit() else {}


def _properties(parts: Parts, name: str) -> dict[str, str | int | float]:
    if name not in parts.names:
        return {}
    try:
        root = parts.xml(name)
    except etree.XMLSyntaxError:
        return {}
    found: dict[str, str | int | float] = {}
    for element in root.iter(etree.Element):
        key = _NAMES.get(etree.QName(element).localname)
        value = (element.text or "").strip()
        if key and value:
            found.setdefault(key, value[:1000])
    return found
