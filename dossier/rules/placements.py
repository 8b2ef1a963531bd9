"""Which record stands where in a bundle: under which ask, as which kind, in which order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dossier.model.editions import Edition, Requirement
from dossier.model.records import Claim, Record

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


def in_order(
    scope: Sequence[Requirement],
    records: Iterable[Record],
    units: Sequence[str],
    barred: Collection[tuple[str, str]] = (),
) -> Iterator[Placement]:
    """Requirement order, slot order, then unit and record id; numbered within a slot. ``barred``
    are records, by ask and id, that must not stand there.
    """
    rank = {unit: position for position, unit in enumerate(units)}
    by_code = _by_requirement(records)
    for requirement in scope:
        known = [slot.kind for slot in requirement.slots]
        code = requirement.code
        rows = [row for row in by_code.get(code, []) if (code, row[0].id) not in barred]
        rows.sort(key=lambda row: _rank(row, known, rank))
        numbers: dict[str, int] = {}
        for record, claim in rows:
            kind, unit = _kind_and_unit(record, claim)
            numbers[kind] = numbers.get(kind, 0) + 1
            yield Placement(requirement, kind, record, unit, numbers[kind], claim)


def _kind_and_unit(record: Record, claim: Claim) -> tuple[str, str]:
    return claim.kind or record.description.kind or "", claim.unit or record.unit or ""


def _rank(
    row: tuple[Record, Claim], kinds: Sequence[str], units: Mapping[str, int]
) -> tuple[int, str, int, str, str]:
    kind, unit = _kind_and_unit(*row)
    place = kinds.index(kind) if kind in kinds else len(kinds)
    return place, kind, units.get(unit, len(units)), unit, row[0].id


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


def _by_requirement(records: Iterable[Record]) -> dict[str, list[tuple[Record, Claim]]]:
    found: dict[str, list[tuple[Record, Claim]]] = {}
    for record in records:
        for claim in record.claims:
            found.setdefault(claim.requirement, []).append((record, claim))
    return found
