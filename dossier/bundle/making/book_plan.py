"""A book before it is bound: what stands in it, in which order, and in whose words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec


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


class BookPlan(msgspec.Struct, frozen=True):
    """Everything that decides a book's bytes. ``mark`` stands on the cover and in each footer of a
    partial bundle; ``facts`` are lines of the cover.
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

    @property
    def digest(self) -> str:
        """Over everything but where files lie."""
        entries = tuple(msgspec.structs.replace(item, path="") for item in self.entries)
        plain = msgspec.structs.replace(self, entries=entries)
        return f"sha256:{hashlib.sha256(msgspec.json.encode(plain)).hexdigest()}"

    def located(self, where: Callable[[BookEntry], Path]) -> bytes:
        """The plan as JSON with the path of every bound entry filled in."""
        entries = tuple(
            msgspec.structs.replace(item, path=str(where(item))) if item.form else item
            for item in self.entries
        )
        return msgspec.json.encode(msgspec.structs.replace(self, entries=entries))


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
