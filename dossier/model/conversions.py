"""Conversions: what is to be made of a stored file, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model.findings import Finding
from dossier.model.fixity import Fixity


@dataclass(frozen=True, slots=True)
class Recipe:
    """One conversion of content ``digest``, whose format is ``form``.

    ``to`` is ``jpeg``, ``pdf``, ``docx``, ``xlsx``, ``pages`` (pictures of the pages in ``pages``,
    1-based, else of those that show ``parts``), ``thumb`` or ``look`` (nothing is made, pages and
    signatures are counted). Equal recipes give equal bytes with the same tools.
    """

    digest: str
    form: str
    to: str
    parts: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    max_bytes: int | None = None
    max_pixels: int | None = None
    quality: int = 90
    quality_floor: int = 60
    dpi: int = 150
    strip_metadata: bool = True
    caption: str = ""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file that came out; ``part`` tells several apart (``red-head``, ``seal``, ``p3``),
    ``page`` is the source page it shows, ``found`` False a guess by position.
    """

    part: str
    fixity: Fixity
    extension: str
    page: int | None = None
    found: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    """What a recipe gave: files, or the finding that says why not.

    ``pages`` and ``signed`` are known for PDF only.
    """

    files: tuple[MadeFile, ...] = ()
    problem: Finding | None = None
    pages: int | None = None
    signed: bool = False
