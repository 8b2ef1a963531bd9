"""What goes into a bundle, under which name, and what is left out; decided before writing."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from dossier.i18n import Translator
from dossier.model.assessment import Assessment
from dossier.model.bundles import BundlePlan, Omission, PlannedFile
from dossier.model.editions import Edition, Requirement
from dossier.model.findings import Finding, Severity
from dossier.model.profiles import Layout, Profile
from dossier.model.records import Claim, Record
from dossier.rules.arcnames import allocate, arcname, fits, safe_name
from dossier.rules.omissions import coded, gaps, judged, unusable

OTHER_KIND = "其他"
"""The folder of a file whose kind nobody named."""


@dataclass(frozen=True, slots=True)
class _Placement:
    """One record under one ask as one kind, with its number there."""

    requirement: Requirement
    kind: str
    record: Record
    unit: str
    seq: int


@dataclass(frozen=True, slots=True)
class _Checked:
    file: PlannedFile
    problems: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    edition: Edition
    profile: Profile
    scope: tuple[Requirement, ...]
    translator: Translator


def plan_bundle(  # noqa: PLR0913 - the one door through which a bundle is decided
    edition: Edition,
    profile: Profile,
    assessment: Assessment,
    records: Iterable[Record],
    *,
    as_of: str,
    partial: bool,
    reason: str,
    requirements: Collection[str] | None = None,
    units: Sequence[str] = (),
    missing: Collection[str] = (),
    translator: Translator | None = None,
) -> BundlePlan:
    """The complete plan of a bundle; nothing is read or written.

    ``requirements`` are canonical codes (None: all that are uploaded), ``units`` the order of units
    within a slot (others follow by name), ``missing`` digests the store does not hold. Whether
    an incomplete verdict may be bundled at all is the caller's question. A file that must not be
    sent is a problem, and in a partial bundle an omission instead (B01, B07).
    """
    frame = _Frame(edition, profile, _scope(edition, requirements), translator or Translator())
    held = sorted(records, key=lambda record: record.id)
    placed = _in_order(frame, [item for item in held if judged(item)], units)
    once, again = _repeated(placed, profile.layout)
    checked = _checked(frame, once, missing)
    omissions = [
        *gaps(frame.scope, assessment, frame.translator),
        *unusable(frame.scope, held, frame.translator),
    ]
    if partial:
        checked, dropped = _without_faulty(frame, checked)
        omissions += dropped
    files = [item.file for item in checked]
    problems = [finding for item in checked for finding in item.problems]
    plan = BundlePlan(
        bundle_id="",
        name="",
        edition=edition.id,
        profile=profile.id,
        as_of=as_of,
        partial=partial,
        reason=reason,
        requirements=tuple(item.code for item in frame.scope),
        files=tuple(files),
        omissions=tuple(omissions),
        problems=(*problems, *_package_limit(profile, files)),
        references=tuple(_references(again, files)),
    )
    return _identified(frame, plan, assessment, held)


def _scope(edition: Edition, wanted: Collection[str] | None) -> tuple[Requirement, ...]:
    return tuple(
        item
        for item in edition.requirements
        if item.uploaded and (wanted is None or item.code in wanted)
    )


def _in_order(
    frame: _Frame, records: Sequence[Record], units: Sequence[str]
) -> Iterator[_Placement]:
    """Requirement order, slot order, then unit and record id; numbered within a slot."""
    rank = {unit: position for position, unit in enumerate(units)}
    by_code = _by_requirement(records)
    for requirement in frame.scope:
        order = {slot.kind: number for number, slot in enumerate(requirement.slots)}
        rows = [
            (order.get(kind, len(order)), kind, rank.get(unit, len(rank)), unit, record.id, record)
            for record, claim in by_code.get(requirement.code, ())
            for kind in (claim.kind or record.description.kind or "",)
            for unit in (claim.unit or record.unit or "",)
        ]
        numbers: dict[str, int] = {}
        for _order, kind, _rank, unit, _id, record in sorted(rows, key=lambda row: row[:5]):
            numbers[kind] = numbers.get(kind, 0) + 1
            yield _Placement(requirement, kind, record, unit, numbers[kind])


def _by_requirement(records: Sequence[Record]) -> dict[str, list[tuple[Record, Claim]]]:
    found: dict[str, list[tuple[Record, Claim]]] = {}
    for record in records:
        for claim in record.claims:
            found.setdefault(claim.requirement, []).append((record, claim))
    return found


def _repeated(
    placed: Iterable[_Placement], layout: Layout
) -> tuple[list[_Placement], list[_Placement]]:
    """What gets a file of its own, and what refers to a file that is there already (B09)."""
    first: dict[str, _Placement] = {}
    once: list[_Placement] = []
    again: list[_Placement] = []
    for item in placed:
        is_first = first.setdefault(item.record.id, item) is item
        (once if layout.repeat or is_first else again).append(item)
    return once, again


def _checked(
    frame: _Frame, placed: Sequence[_Placement], missing: Collection[str]
) -> list[_Checked]:
    """Every file with its final path and its preflight findings (B07)."""
    layout = frame.profile.layout
    wanted = [(arcname(layout, _values(frame, item)), _identity(item)) for item in placed]
    return [
        _Checked(
            _file(item, path or asked),
            tuple(_file_problems(frame, item, path, asked, missing)),
        )
        for item, path, (asked, _) in zip(placed, allocate(wanted, layout), wanted, strict=True)
    ]


def _references(again: Sequence[_Placement], files: Sequence[PlannedFile]) -> list[PlannedFile]:
    where = {item.record: item.path for item in files}
    return [_file(item, where[item.record.id]) for item in again if item.record.id in where]


def _file(item: _Placement, path: str) -> PlannedFile:
    return PlannedFile(path, item.record.id, item.requirement.code, item.kind, item.record.fixity)


def _identity(item: _Placement) -> str:
    return "\n".join((item.record.id, item.requirement.code, item.kind))


def _values(frame: _Frame, item: _Placement) -> dict[str, str]:
    name = item.record.name
    stem, dot, extension = name.rpartition(".")
    known = frame.edition.kind(item.kind)
    kind = known.name if known else item.kind or OTHER_KIND
    return {
        "code": item.requirement.code,
        "code_ascii": ascii_code(item.requirement.code),
        "title": item.requirement.title,
        "indicator": item.requirement.indicator,
        "kind": item.kind or "other",
        "kind_name": kind,
        "unit": item.unit,
        "seq": f"{item.seq:02d}",
        "id": item.record.id,
        "name": name,
        "stem": stem if dot else extension,
        "ext": dot + extension,
    }


def ascii_code(code: str) -> str:
    """A canonical requirement code in ASCII: ``Ⅲ-16-2-①`` becomes ``III-16-2-1``."""
    plain = unicodedata.normalize("NFKC", code)
    return re.sub(r"[^0-9A-Za-z.]+", "-", plain).strip("-.")


def _file_problems(
    frame: _Frame, item: _Placement, path: str | None, asked: str, missing: Collection[str]
) -> Iterator[Finding]:
    record, shown = item.record, path or asked
    about = {"record": record.id, "path": shown}
    if record.fixity.digest in missing:
        yield Finding("E801", record.id, about)
    if path is None:
        yield Finding("E808", record.id, about)
    elif not fits(path, frame.profile.layout):
        yield Finding("E809", record.id, about)
    rule = next((rule for rule in frame.profile.kinds if rule.kind == item.kind), None)
    if rule and rule.max_bytes is not None and record.fixity.size > rule.max_bytes:
        yield Finding(
            "E810", record.id, {**about, "size": record.fixity.size, "limit": rule.max_bytes}
        )
    if rule and rule.formats and record.description.format not in rule.formats:
        accepted = {"kind_name": _kind_name(frame, item.kind), "accepted": ", ".join(rule.formats)}
        yield Finding("W303", record.id, {**about, **accepted, "format": record.description.format})


def _kind_name(frame: _Frame, kind: str) -> str:
    known = frame.edition.kind(kind)
    return known.name if known else kind


def _package_limit(profile: Profile, files: Sequence[PlannedFile]) -> Iterator[Finding]:
    limit, size = profile.max_package_bytes, sum(item.fixity.size for item in files)
    if limit is not None and size > limit:
        yield Finding("E810", profile.id, {"path": "data/", "size": size, "limit": limit})


def _without_faulty(
    frame: _Frame, checked: Sequence[_Checked]
) -> tuple[list[_Checked], list[Omission]]:
    """What a partial bundle keeps, and the faulty files as omissions."""
    kept: list[_Checked] = []
    dropped: list[Omission] = []
    for item in checked:
        errors = [one for one in item.problems if one.severity is Severity.ERROR]
        dropped += [Omission(one.subject, coded(one, frame.translator)) for one in errors]
        if not errors:
            kept.append(item)
    return kept, dropped


def _identified(
    frame: _Frame, plan: BundlePlan, assessment: Assessment, held: Sequence[Record]
) -> BundlePlan:
    """The plan with an id over everything that decides the bundle's bytes."""
    named = {item.record for item in plan.files}
    facts = [
        [frame.edition.digest, frame.profile.digest, frame.translator.language],
        [plan.edition, plan.profile, plan.as_of, plan.partial, plan.reason, plan.requirements],
        [
            [item.path, item.record, item.requirement, item.kind, item.fixity.digest]
            for item in (*plan.files, *plan.references)
        ],
        [[item.code, item.reason] for item in plan.omissions],
        asdict(assessment),
        [_facts(record) for record in held if record.id in named],
    ]
    text = json.dumps(facts, sort_keys=True)
    bundle_id = hashlib.sha256(text.encode()).hexdigest()[:32]
    name = f"{plan.edition}_{plan.as_of}_{bundle_id[:8]}{'_partial' if plan.partial else ''}"
    return replace(plan, bundle_id=bundle_id, name=safe_name(name, frame.profile.layout))


def _facts(record: Record) -> list[object]:
    """What the lists inside a bundle say of a record."""
    known = record.description
    return [
        [record.id, record.name, record.revision, record.unit, record.received],
        [known.title, known.issuer, known.doc_number, asdict(known.dates)],
        [known.pages, known.chars, known.media_type],
        [asdict(claim) for claim in record.claims],
    ]
