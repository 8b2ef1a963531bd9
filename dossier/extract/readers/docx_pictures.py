"""Where the pictures of a Word file stand among its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from dossier.rules.picture_captions import Block

_VML = "{urn:schemas-microsoft-com:vml}imagedata"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_SMALL = 540_000
"""EMU (1.5 cm): what is smaller on a side is a logo or an icon."""


def blocks(root: etree._Element, space: str) -> list[Block]:
    """Paragraphs with text and pictures in their order; a text beside a picture in one paragraph
    comes behind it.
    """
    return [block for paragraph in root.iter(space + "p") for block in _blocks(paragraph, space)]


def _blocks(paragraph: etree._Element, space: str) -> Iterator[Block]:
    own = [element for element in paragraph.iter() if _owner(element, space) is paragraph]
    yield from (None for element in own if _shows_picture(element, space))
    text = "".join(element.text or "" for element in own if element.tag == space + "t").strip()
    if text:
        yield text


def _owner(element: etree._Element, space: str) -> etree._Element | None:
    """The paragraph an element belongs to, which is the nearest: text boxes hold paragraphs."""
    return next(element.iterancestors(space + "p"), None)


def _shows_picture(element: etree._Element, space: str) -> bool:
    if element.tag == _VML:
        return True
    return element.tag == space + "drawing" and _is_large(element)


def _is_large(drawing: etree._Element) -> bool:
    if next(drawing.iter(_BLIP), None) is None:
        return False
    extent = next(drawing.iter(_EXTENT), None)
    sides = [extent.get(side, "") for side in ("cx", "cy")] if extent is not None else []
    return all(not side.isdigit() or int(side) >= _SMALL for side in sides)
