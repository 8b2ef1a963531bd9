"""What can be bound of each record: its PDF or picture, or the reason why nothing can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dossier.bundle.making.book_plan import MOST_BYTES
from dossier.i18n import N_
from dossier.model.bundles import BundlePlan, PlannedFile
from dossier.model.conversions import Made, Recipe
from dossier.model.findings import Finding
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Record
from dossier.rules.conversions import PICTURE_FORMATS, SHEET_FORMATS, TEXT_FORMATS
from dossier.workflow.workbench import Workbench

_PIXELS = 4_000_000
"""Pictures are bound at about 300 dpi of a printed page's width."""
_SIGNED = N_("signed or sealed: attached unchanged")
_OFD = N_("OFD is not bound: attached unchanged")
_TOO_LARGE = N_("too large to be bound: attached unchanged")
NOT_PRINTABLE = N_("cannot be printed from here: attached unchanged")
"""Why something goes beside a book, as a message id."""


@dataclass(frozen=True, slots=True)
class Item:
    """One record under one ask, with the file it stands in the bundle as."""

    file: PlannedFile
    record: Record
    claim: Claim
    again: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What of a record can be bound: a PDF or JPEG, or the reason why nothing can."""

    form: str = ""
    fixity: Fixity | None = None
    pages: int = 0
    note: str = ""
    remark: Finding | None = None


def items_of(bench: Workbench, plan: BundlePlan) -> Iterator[Item]:
    """One item for each record under each ask in the plan's order, as received where it is so."""
    chosen: dict[tuple[str, str, str], tuple[PlannedFile, bool]] = {}
    for again, files in ((False, plan.files), (True, plan.references)):
        for file in files:
            key = (file.requirement, file.record, file.kind)
            if file.record and (key not in chosen or file.source is None):
                chosen[key] = (file, again)
    order = {code: number for number, code in enumerate(plan.requirements)}
    for file, again in sorted(chosen.values(), key=lambda pair: order[pair[0].requirement]):
        record = bench.records[file.record]
        yield Item(file, record, _claim(record, file), again)


def _claim(record: Record, file: PlannedFile) -> Claim:
    own = [one for one in record.claims if one.requirement == file.requirement]
    return next((one for one in own if one.kind == file.kind), own[0])


def sheets_of(bench: Workbench, items: list[Item]) -> dict[str, Sheet]:
    """By record id: made, measured and looked at for signatures."""
    records = {item.record.id: item.record for item in items if not item.again}
    paths = {item.record.id: item.file.path for item in reversed(items)}
    first = {key: recipe for key, record in records.items() if (recipe := _printable(record))}
    made = bench.make(list(first.values()), "print")
    looks = {
        key: Recipe(made[recipe].files[0].fixity.digest, "pdf", "look")
        for key, recipe in first.items()
        if recipe.to == "pdf" and recipe in made and made[recipe].files
    }
    looks |= {key: first[key] for key in first if first[key].to == "look"}
    looked = made | bench.make([item for item in looks.values() if item not in made], "print")
    return {
        key: _sheet(
            record, paths[key], made.get(first.get(key, _NO)), looked.get(looks.get(key, _NO))
        )
        for key, record in records.items()
    }


_NO = Recipe("", "", "")


def _printable(record: Record) -> Recipe | None:
    digest, form = record.fixity.digest, record.description.format
    if form == "pdf":
        return Recipe(digest, form, "look")
    if form in PICTURE_FORMATS:
        return Recipe(digest, form, "jpeg", max_pixels=_PIXELS)
    return Recipe(digest, form, "pdf") if form in TEXT_FORMATS | SHEET_FORMATS else None


def _sheet(record: Record, path: str, made: Made | None, look: Made | None) -> Sheet:
    is_ofd = record.description.format == "ofd"
    if (look and look.signed) or (is_ofd and _has_seal(record)):
        return Sheet(note=_SIGNED, remark=Finding("W813", record.id, {"path": path}))
    if is_ofd:
        return Sheet(note=_OFD, remark=Finding("W814", record.id, {"path": path, "detail": "OFD"}))
    problem = next((one.problem for one in (made, look) if one and one.problem), None)
    if made is None or problem is not None or (look is not None and not look.pages):
        detail = problem.code if problem else record.description.format
        detail = str(problem.parameters.get("detail", detail)) if problem else detail
        values: dict[str, str | int | float] = {"path": path, "detail": detail}
        return Sheet(note=NOT_PRINTABLE, remark=Finding("W814", record.id, values))
    fixity = made.files[0].fixity if made.files else record.fixity
    if fixity.size > MOST_BYTES:
        values = {"path": path, "detail": f"{fixity.size:,} > {MOST_BYTES:,}"}
        return Sheet(note=_TOO_LARGE, remark=Finding("W814", record.id, values))
    return Sheet("pdf", fixity, look.pages or 0) if look else Sheet("jpeg", fixity, 1)


def _has_seal(record: Record) -> bool:
    return any(item.code == "W106" for item in record.description.findings)
