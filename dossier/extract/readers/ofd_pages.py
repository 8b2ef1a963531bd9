"""Pages of an OFD that are nothing but a picture: which they are, and the picture itself."""

from __future__ import annotations

import io
import posixpath
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]
from PIL import Image

from dossier.extract.outcome import Limits, Unreadable
from dossier.extract.parts import Parts, open_parts
from dossier.extract.readers.ofd import named, page_parts


def page_picture(path: Path, index: int) -> Image.Image:
    """The largest picture on page ``index`` (from 0), decoded.

    Raises :class:`Unreadable` for pages that are drawn or written rather than scanned.
    """
    with open_parts(path, Limits()) as parts:
        pages = page_parts(parts)
        if not 0 <= index < len(pages):
            raise Unreadable("U102", format="ofd")
        tree = parts.xml(pages[index])
        if named(tree, "TextObject") or named(tree, "Template"):
            raise Unreadable("U102", format="ofd")
        wanted = max(named(tree, "ImageObject"), key=_area, default=None)
        place = wanted is not None and media(parts).get(wanted.get("ResourceID") or "")
        if not place:
            raise Unreadable("U102", format="ofd")
        with Image.open(io.BytesIO(parts.read(place))) as image:
            return image.convert("RGB")


def _area(element: etree._Element) -> float:
    try:
        _left, _top, width, height = (float(v) for v in (element.get("Boundary") or "").split())
    except ValueError:
        return 0.0
    return width * height


def media(parts: Parts) -> dict[str, str]:
    """Where each picture of the package lies, by its resource number."""
    found: dict[str, str] = {}
    for name in parts.matching(r"(?i).*res[^/]*\.xml"):
        root = parts.xml(name)
        base = posixpath.join("/", posixpath.dirname(name), root.get("BaseLoc") or "")
        for medium in named(root, "MultiMedia"):
            file = next((e.text or "" for e in named(medium, "MediaFile")), "").strip()
            inside = parts.find(posixpath.normpath(posixpath.join(base, file)))
            if file and inside:
                found.setdefault(medium.get("ID") or "", inside)
    return found
