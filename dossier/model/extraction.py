"""What a reader gets out of one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.model.findings import Finding
from dossier.model.prints import PhotoPrint


@dataclass(frozen=True, slots=True)
class Extraction:
    """Text and facts read from content.

    ``pages`` is None where the format has none; ``page_texts`` keeps the text of each page when
    there are pages; ``metadata`` holds raw embedded metadata (``title``, ``author``, ``created`` …
    and EXIF names such as ``DateTimeOriginal``); ``usable`` is False when the content cannot serve
    as evidence, None when nobody could tell; ``picture`` recognises a picture again.
    """

    format: str
    media_type: str
    text: str = ""
    page_texts: tuple[str, ...] = ()
    pages: int | None = None
    metadata: Mapping[str, str | int | float] = field(default_factory=dict)
    usable: bool | None = None
    findings: tuple[Finding, ...] = ()
    picture: PhotoPrint | None = None
