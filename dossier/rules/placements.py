"""Which record stands where in a bundle: under which ask, as which kind, in which order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple

from dossier.model.editions import Edition, Requirement
from dossier.model.records import Claim, Record
from dossier.rules.omissions import judged

OTHER_KIND = "其他"
"""The folder of a file whose kind nobody named."""


@dataclass(frozen=True, slots=True)
class Placement:
    """One record under one ask as one kind, with its number there."""

    requirement: Requirement
    kind: str
    record: Record
    unit: str
    seq: int
    claim: Claim

    @property
    def identity(self) -> str:
        """What tells this placement from every other."""
        return "\n".join((self.record.id, self.requirement.code, self.kind))


def scope_of(edition: Edition, wanted: Collection[str] | None) -> tuple[Requirement, ...]:
    """The asks something is uploaded for, or the wanted ones among them."""
    return tuple(
        item
        for item in edition.requirements
        if item.uploaded and (wanted is None or item.code in wanted)
    )


class _Place(NamedTuple):
    """Which claim of which record stands under an ask, without holding the record."""

    record: str
    claim: int
    kind: str
    unit: str


def in_order(
    scope: Sequence[Requirement],
    records: Mapping[str, Record],
    units: Sequence[str],
    barred: Collection[tuple[str, str]] = (),
) -> Iterator[Placement]:
    """Requirement order, slot order, then unit and record id; numbered within a slot. Only records
    that may be sent stand anywhere; ``barred`` are those, by ask and id, that must not stand there.
    """
    rank = {unit: position for position, unit in enumerate(units)}
    by_code = _by_requirement(records.values())
    for requirement in scope:
        known = [slot.kind for slot in requirement.slots]
        code = requirement.code
        places = [one for one in by_code.pop(code, []) if (code, one.record) not in barred]
        places.sort(key=lambda one: _rank(one, known, rank))
        numbers: dict[str, int] = {}
        for one in places:
            numbers[one.kind] = number = numbers.get(one.kind, 0) + 1
            record = records[one.record]
            claim = record.claims[one.claim]
            yield Placement(requirement, one.kind, record, one.unit, number, claim)


def _rank(
    place: _Place, kinds: Sequence[str], units: Mapping[str, int]
) -> tuple[int, str, int, str, str]:
    slot = kinds.index(place.kind) if place.kind in kinds else len(kinds)
    return slot, place.kind, units.get(place.unit, len(units)), place.unit, place.record


def repeated(placed: Iterable[Placement], *, repeat: bool) -> Iterator[tuple[Placement, bool]]:
    """Each placement, and whether it refers to a file that is there already (B09)."""
    seen: set[str] = set()
    for item in placed:
        yield item, not repeat and item.record.id in seen
        seen.add(item.record.id)


def name_values(edition: Edition, item: Placement, archive_no: str) -> dict[str, str]:
    """What a layout's templates may say of a placement."""
    name = item.record.name
    stem, dot, extension = name.rpartition(".")
    known = edition.kind(item.kind)
    return {
        **requirement_values(item.requirement),
        "kind": item.kind or "other",
        "kind_name": known.name if known else item.kind or OTHER_KIND,
        "unit": item.unit,
        "seq": f"{item.seq:02d}",
        "id": item.record.id,
        "name": name,
        "stem": stem if dot else extension,
        "ext": dot + extension,
        "archive_no": archive_no or item.record.id,
    }


def requirement_values(requirement: Requirement) -> dict[str, str]:
    """What a layout's templates may say of an ask."""
    return {
        "code": requirement.code,
        "code_ascii": ascii_code(requirement.code),
        "title": requirement.title,
        "indicator": requirement.indicator,
    }


def ascii_code(code: str) -> str:
    """A canonical requirement code in ASCII: ``Ⅲ-16-2-①`` becomes ``III-16-2-1``."""
    plain = unicodedata.normalize("NFKC", code)
    return re.sub(r"[^0-9A-Za-z.]+", "-", plain).strip("-.")


def _by_requirement(records: Iterable[Record]) -> dict[str, list[_Place]]:
    found: dict[str, list[_Place]] = {}
    for record in filter(judged, records):
        for number, claim in enumerate(record.claims):
            kind = intern(claim.kind or record.description.kind or "")
            unit = intern(claim.unit or record.unit or "")
            places = found.setdefault(claim.requirement, [])
            places.append(_Place(record.id, number, kind, unit))
    return found
