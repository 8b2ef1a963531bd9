"""TXT, CSV, Markdown and XML."""

from __future__ import annotations

from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dossier.codec import encodings
from dossier.extract.outcome import Content, Reading


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
