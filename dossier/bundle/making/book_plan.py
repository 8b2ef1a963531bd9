"""A book before it is bound: what stands in it, in which order, and in whose words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

MOST_BYTES = 400_000_000
"""No larger file is bound, as no volume may be larger: it would take more than 1 GB of memory."""


class BookEntry(msgspec.Struct, frozen=True):
    """One piece of evidence under the heading ``group``.

    ``form`` is ``pdf`` or ``jpeg`` for what is bound, empty for what goes ``beside`` (its path in
    the bundle) with ``note`` saying why. ``pages`` counts its pages, ``pointers`` are its proving
    pages (1-based) and ``pointer`` their words. ``path`` is where its bytes lie while it is bound.
    """

    group: str
    title: str
    details: str = ""
    form: str = ""
    digest: str = ""
    size: int = 0
    pages: int = 0
    pointers: tuple[int, ...] = ()
    pointer: str = ""
    caption: str = ""
    beside: str = ""
    note: str = ""
    path: str = ""


class BookWords(msgspec.Struct, frozen=True):
    """The fixed words of a book in its language; ``proof`` is a template over ``page``."""

    contents: str
    attached: str
    proof: str
    volume: str
    partial: str


class Face(msgspec.Struct, frozen=True):
    """A font to be embedded: its name, the digest of its file, and where that lies."""

    name: str
    digest: str
    path: str


class BookPlan(msgspec.Struct, frozen=True):
    """Everything that decides a book's bytes. ``mark`` stands on the cover and in each footer of a
    partial bundle; ``facts`` are lines of the cover; ``face`` is what it is written in, None for a
    font that is not embedded. Covers of the team's own come one for each volume: as PDF in
    ``own_covers`` or as lines in ``cover_lines``.
    """

    code: str
    title: str
    facts: tuple[str, ...]
    words: BookWords
    entries: tuple[BookEntry, ...]
    footer: str
    cover: bool = True
    duplex: bool = False
    volume_bytes: int = 200_000_000
    volume_pages: int = 4000
    mark: str = ""
    face: Face | None = None
    own_covers: tuple[BookEntry, ...] = ()
    cover_lines: tuple[tuple[str, ...], ...] = ()

    def cover_pages(self, number: int) -> int:
        """Pages in front of the contents of volume ``number``, a blank one to turn among them."""
        if not self.cover:
            return 0
        pages = self.own_covers[number - 1].pages if self.own_covers else 1
        return pages + pages % 2 if self.duplex else pages

    @property
    def digest(self) -> str:
        """Over everything but where files lie."""
        return f"sha256:{hashlib.sha256(self._plain()).hexdigest()}"

    @property
    def characters(self) -> str:
        """At least every character that is written in the book."""
        return self._plain().decode()

    def _plain(self) -> bytes:
        face = msgspec.structs.replace(self.face, path="") if self.face else None
        bare = self._with_paths(lambda _item: "")
        return msgspec.json.encode(msgspec.structs.replace(bare, face=face))

    def _with_paths(self, where: Callable[[BookEntry], str]) -> BookPlan:
        def put(items: tuple[BookEntry, ...]) -> tuple[BookEntry, ...]:
            return tuple(msgspec.structs.replace(item, path=where(item)) for item in items)

        return msgspec.structs.replace(
            self, entries=put(self.entries), own_covers=put(self.own_covers)
        )

    def located(self, where: Callable[[BookEntry], Path]) -> bytes:
        """The plan as JSON with the path of everything that is bound filled in."""
        return msgspec.json.encode(
            self._with_paths(lambda item: str(where(item)) if item.form else "")
        )


def volumes(plan: BookPlan) -> list[tuple[BookEntry, ...]]:
    """The entries of each volume, in order; one too large for any volume gets its own."""
    found: list[list[BookEntry]] = [[]]
    size = pages = 0
    for entry in plan.entries:
        size, pages = size + entry.size, pages + entry.pages
        if found[-1] and (size > plan.volume_bytes or pages > plan.volume_pages):
            found.append([])
            size, pages = entry.size, entry.pages
        found[-1].append(entry)
    return [tuple(entries) for entries in found]
