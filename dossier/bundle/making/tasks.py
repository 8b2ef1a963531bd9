"""What the making process and its parent say to each other, one line of JSON each."""

from __future__ import annotations

import msgspec

from dossier.model.conversions import Recipe


class Task(msgspec.Struct, frozen=True):
    """``what`` is ``jpeg``, ``pages``, ``thumb``, ``tidy``, ``look`` or ``bind``; results go into
    ``folder``. For ``bind`` the source is the book's plan.
    """

    what: str
    source: str
    folder: str
    recipe: Recipe | None = None


class Part(msgspec.Struct, frozen=True):
    """One file that was written: as ``MadeFile``, with its name in the folder."""

    part: str
    extension: str
    page: int | None = None
    found: bool = True
    name: str = ""


class Answer(msgspec.Struct, frozen=True):
    """What came of a task; ``error`` is why nothing did (``limit``: no quality is low enough),
    ``full`` that the disk takes no more.
    """

    parts: tuple[Part, ...] = ()
    pages: int | None = None
    signed: bool = False
    error: str = ""
    full: bool = False
