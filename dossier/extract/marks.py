"""Whether a photograph bears the mark of a picture agency, by what OCR reads in it."""

from __future__ import annotations

from dataclasses import replace

from dossier.extract.ocr_text import PICTURES
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.model.records import Description
from dossier.rules.watermarks import mark_in

SCENE = "scene"
"""The page name by which a reading process is asked for the writing in a scene."""
_CODE = "U107"


def is_scene(description: Description) -> bool:
    """A picture that shows something, and is no photographed paper nor said to bear a mark."""
    if description.format not in PICTURES or description.usable is False:
        return False
    said = any(finding.code == _CODE for finding in description.findings)
    return not said and "paper" not in description.details


def mark_of(read: Extraction) -> str | None:
    """The mark in what was read of a scene."""
    return mark_in(read.text.split("\n")) if not read.findings else None


def marked(known: Extraction, mark: str) -> Extraction:
    """The picture's extraction with what a person should look at (U107)."""
    return replace(
        known, usable=None, findings=(*known.findings, Finding(_CODE, "", {"mark": mark}))
    )
