"""What two records have in common that they should not: bytes, a photograph, passages of text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from dossier.model.facts import TextFacts
from dossier.model.findings import Finding
from dossier.model.prints import PhotoLikeness, PhotoPrint
from dossier.model.records import Record
from dossier.rules.kept import Face
from dossier.rules.noting import Value, noted

_QUOTABLE = frozenset({"policy", "opinion"})
LAST_YEAR = 0.6
"""Share of an older paper from which a newer one counts as the old one with new dates."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of a record: ``year`` is the one it speaks of, else the one it was written in;
    ``read`` and ``pictured`` say that there are facts of its text and a print of its picture.
    """

    id: str
    content: str
    unit: str
    year: str
    source: str
    quotable: bool
    read: bool
    pictured: bool

    @classmethod
    def of(cls, record: Record, facts: TextFacts | None, photo: PhotoPrint | None) -> Held:
        """What is to be kept of a record."""
        described = record.description
        return cls(
            record.id,
            record.fixity.digest,
            sys.intern(record.unit or ""),
            sys.intern((described.dates.covered or described.dates.issued or "")[:4]),
            str(record.source),
            described.kind in _QUOTABLE,
            facts is not None,
            photo is not None,
        )

    @classmethod
    def restored(cls, name: str, content: str, face: Face) -> Held:
        """The one whose :attr:`face` was kept."""
        unit, year, source, quotable, read, pictured = face
        words = sys.intern(unit), sys.intern(year)
        return cls(name, content, *words, source, quotable, read, pictured)

    @property
    def face(self) -> Face:
        """Everything but name and content."""
        return self.unit, self.year, self.source, self.quotable, self.read, self.pictured

    @property
    def looks(self) -> tuple[str, bool, bool, bool]:
        """What decides how its content is compared with others."""
        return self.content, self.quotable, self.read, self.pictured


def same_bytes(one: Held, other: Held) -> Iterator[Finding]:
    """Two records of one content: of two units, or where one is there twice."""
    later, earlier = _ordered(one, other)
    if later.unit != earlier.unit:
        yield noted(
            "W401",
            later.id,
            other=earlier.id,
            unit=later.unit or "—",
            other_unit=earlier.unit or "—",
            source=later.source,
        )


def same_photo(one: Held, other: Held, likeness: PhotoLikeness) -> Finding:
    """Two records that show one photograph."""
    later, earlier = _ordered(one, other)
    return noted(
        "W403",
        later.id,
        other=earlier.id,
        unit=later.unit or "—",
        other_unit=earlier.unit or "—",
        same=round(100 * likeness.same, 1),
        strip=round(100 * likeness.band),
    )


def same_text(one: Held, other: Held, share: float) -> Iterator[Finding]:
    """Two records that share passages: of two years, or of two units."""
    later, earlier = _ordered(one, other)
    years = earlier.year, later.year
    about: dict[str, Value] = {"other": earlier.id, "share": round(100 * share)}
    if share >= LAST_YEAR and all(years) and years[0] != years[1]:
        yield noted("W412", later.id, about, year=years[1], other_year=years[0])
    elif later.unit != earlier.unit:
        units = {"unit": later.unit or "—", "other_unit": earlier.unit or "—"}
        yield noted("W411", later.id, about, **units)


def _ordered(one: Held, other: Held) -> tuple[Held, Held]:
    """The later record first."""
    return (one, other) if one.id > other.id else (other, one)
