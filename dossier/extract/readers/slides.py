"""PPTX text, slide by slide, with the speaker's notes after their slide."""

from __future__ import annotations

from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from dossier.extract.outcome import Content, Reading
from dossier.extract.parts import open_parts
from dossier.extract.properties import core_properties

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read(path: Path, reading: Reading) -> Content:
    """One page text per slide."""
    with open_parts(path, reading.limits) as parts:
        slides = parts.matching(r"ppt/slides/slide\d+\.xml")
        notes = parts.matching(r"ppt/notesSlides/notesSlide\d+\.xml")
        pages = tuple(_text(parts.xml(name)) for name in slides)
        remarks = [text for name in notes if (text := _text(parts.xml(name)))]
        return Content(
            text="\n".join((*pages, *remarks)),
            page_texts=pages,
            pages=len(pages),
            metadata=core_properties(parts),
            visual=any(name.startswith("ppt/media/") for name in parts.names),
        )


def _text(root: etree._Element) -> str:
    lines = ("".join(t.text or "" for t in p.iter(_A + "t")) for p in root.iter(_A + "p"))
    return "\n".join(line for line in lines if line.strip())
