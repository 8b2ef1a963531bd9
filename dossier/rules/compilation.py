"""What goes into a bundle, under which name, and what is left out; decided before writing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from dossier.i18n import Translator
from dossier.model.assessment import Assessment
from dossier.model.bundles import EVIDENCE, BundlePlan, Omission, PlannedFile
from dossier.model.editions import Edition, Requirement
from dossier.model.findings import Finding, Severity
from dossier.model.fixity import Fixity
from dossier.model.profiles import Layout, Profile
from dossier.model.records import Record
from dossier.rules.archive_numbers import blanks
from dossier.rules.arcnames import allocate, fits, safe_name
from dossier.rules.captions import caption_of
from dossier.rules.omissions import coded, gaps, refusals, refused, unusable
from dossier.rules.outputs import Conversions, outputs, placed_outputs
from dossier.rules.package_limits import package_limits, requirement_limits, twins
from dossier.rules.placements import Placement, ascii_code, in_order, repeated, scope_of
from dossier.rules.plain_text import json_digest

__all__ = ["Extra", "Preparation", "ascii_code", "placements", "plan_bundle"]


@dataclass(frozen=True, slots=True)
class Extra:
    """A file we made for the bundle itself: a book or a form, at a path of our choosing."""

    path: str
    role: str
    requirement: str
    fixity: Fixity


@dataclass(frozen=True, slots=True)
class Preparation:
    """What was made ready before planning: conversions, archive numbers, books and forms, and the
    warnings met on the way. ``volume`` is the package's number among all.
    """

    conversions: Conversions = field(default_factory=Conversions)
    numbers: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    remarks: tuple[Finding, ...] = ()
    volume: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class _Frame:
    edition: Edition
    profile: Profile
    scope: tuple[Requirement, ...]
    translator: Translator
    ready: Preparation


def plan_bundle(  # noqa: PLR0913 - the one door through which a bundle is decided
    edition: Edition,
    profile: Profile,
    assessment: Assessment,
    records: Mapping[str, Record],
    *,
    as_of: str,
    partial: bool,
    reason: str,
    requirements: Collection[str] | None = None,
    units: Sequence[str] = (),
    missing: Collection[str] = (),
    translator: Translator | None = None,
    ready: Preparation | None = None,
) -> BundlePlan:
    """The complete plan of a bundle; nothing is read or written.

    ``records`` are taken by id, one at a time, in the order of their ids: there may be many.
    ``requirements`` are canonical codes (None: all that are uploaded), ``units`` the order of units
    within a slot (others follow by name), ``missing`` digests the store does not hold. Whether
    an incomplete verdict may be bundled at all is the caller's question. A record the assessment
    refuses where it stands is an omission; a file that must not be sent is a problem, and in a
    partial bundle an omission instead (B01, B07).
    """
    scope = scope_of(edition, requirements)
    frame = _Frame(edition, profile, scope, translator or Translator(), ready or Preparation())
    known = refusals(assessment)
    placed = placements(
        edition, profile, records, requirements=requirements, units=units, barred=known
    )
    sorting = _Sorting(frame, partial)
    sorting.take(placed, missing)
    files, misplaced = _with_extras(frame, sorting.evidence)
    plan = BundlePlan(
        bundle_id="",
        name="",
        edition=edition.id,
        profile=profile.id,
        as_of=as_of,
        partial=partial,
        reason=reason,
        requirements=tuple(item.code for item in scope),
        files=tuple(files),
        omissions=(
            *gaps(scope, assessment, frame.translator),
            *unusable(scope, records.values(), frame.translator),
            *refused(scope, records.values(), known, frame.translator),
            *dict.fromkeys(sorting.dropped),
        ),
        problems=(*sorting.problems, *misplaced, *_whole_problems(frame, files, records)),
        references=tuple(_references(sorting.again, sorting.evidence)),
        volume=frame.ready.volume,
    )
    return _identified(frame, plan, assessment, records)


def placements(
    edition: Edition,
    profile: Profile,
    records: Mapping[str, Record],
    *,
    requirements: Collection[str] | None = None,
    units: Sequence[str] = (),
    barred: Collection[tuple[str, str]] = (),
) -> Iterator[tuple[Placement, bool]]:
    """Everything that stands somewhere, and whether it refers to files that are there already."""
    placed = in_order(scope_of(edition, requirements), records, units, barred)
    return repeated(placed, repeat=profile.layout.repeat)


class _Again(NamedTuple):
    """An ask and kind a record serves once more."""

    requirement: str
    kind: str
    record: str


class _Sorting:
    """What becomes of each placement, one after another, so that only its outcome is held."""

    def __init__(self, frame: _Frame, partial: bool) -> None:
        self._frame = frame
        self._partial = partial
        self.evidence: list[PlannedFile] = []
        self.again: list[_Again] = []
        self.problems: list[Finding] = []
        self.dropped: list[Omission] = []

    def take(self, placed: Iterable[tuple[Placement, bool]], missing: Collection[str]) -> None:
        """Sort everything. What a partial bundle must not send is an omission, not a problem."""
        frame = self._frame
        made = (
            one
            for item in self._once(placed)
            for one in outputs(frame.profile, item, frame.ready.conversions)
        )
        numbers = frame.ready.numbers
        for item in placed_outputs(
            frame.edition, frame.profile, made, numbers=numbers, missing=missing
        ):
            errors = [one for one in item.problems if one.severity is Severity.ERROR]
            if self._partial and errors:
                say = frame.translator
                self.dropped += [Omission(one.subject, coded(one, say)) for one in errors]
            else:
                self.evidence.append(item.file)
                self.problems += item.problems

    def _once(self, placed: Iterable[tuple[Placement, bool]]) -> Iterator[Placement]:
        for item, again in placed:
            if again:
                self.again.append(_Again(item.requirement.code, item.kind, item.record.id))
            else:
                yield item


def _with_extras(
    frame: _Frame, evidence: Sequence[PlannedFile]
) -> tuple[list[PlannedFile], list[Finding]]:
    """Books and forms behind the evidence, with names nobody has yet."""
    if not frame.ready.extras:
        return list(evidence), []
    layout = frame.profile.layout
    taken = [(item.path, "") for item in evidence]
    asked = [(item.path, f"{item.role}\n{item.requirement}") for item in frame.ready.extras]
    paths = allocate([*taken, *asked], layout)[len(taken) :]
    files = list(evidence)
    problems = []
    for item, path in zip(frame.ready.extras, paths, strict=True):
        placed = PlannedFile(path or item.path, "", item.requirement, "", item.fixity, item.role)
        files.append(placed)
        if path is None or not fits(path, layout):
            problems.append(Finding("E809", item.requirement, {"path": placed.path}))
    return files, problems


def _whole_problems(
    frame: _Frame, files: Sequence[PlannedFile], records: Mapping[str, Record]
) -> Iterator[Finding]:
    yield from requirement_limits(frame.edition, frame.profile, files)
    yield from package_limits(frame.profile, files)
    yield from twins(files)
    yield from frame.ready.remarks
    if frame.profile.archive_numbers is not None:
        yield from blanks(frame.profile.archive_numbers, _named(files, records))


def _named(files: Sequence[PlannedFile], records: Mapping[str, Record]) -> Iterator[Record]:
    """The records that stand in a bundle, in the order of their ids."""
    named = {item.record for item in files}
    return (records[key] for key in records if key in named)


def _references(again: Sequence[_Again], files: Sequence[PlannedFile]) -> Iterator[PlannedFile]:
    """The files an ask is served by that stand under another ask."""
    where: dict[str, list[PlannedFile]] = {}
    for item in files:
        if item.role == EVIDENCE:
            where.setdefault(item.record, []).append(item)
    for placed in again:
        for item in where.get(placed.record, ()):
            yield replace(item, requirement=placed.requirement, kind=placed.kind)


def _identified(
    frame: _Frame, plan: BundlePlan, assessment: Assessment, records: Mapping[str, Record]
) -> BundlePlan:
    """The plan with an id over everything that decides the bundle's bytes."""
    facts: Iterable[object] = (
        [frame.edition.digest, frame.profile.digest, frame.translator.language],
        [plan.edition, plan.profile, plan.as_of, plan.partial, plan.reason, plan.requirements],
        (
            [item.path, item.record, item.requirement, item.kind, item.fixity.digest]
            for item in chain(plan.files, plan.references)
        ),
        [[item.code, item.reason] for item in plan.omissions],
        assessment,
        (_facts(record) for record in _named(plan.files, records)),
        plan.volume,
        (frame.ready.numbers.get(record.id) for record in _named(plan.files, records)),
    )
    bundle_id = json_digest(iter(facts))[:32]
    return replace(plan, bundle_id=bundle_id, name=_name(plan, bundle_id, frame.profile.layout))


def _name(plan: BundlePlan, bundle_id: str, layout: Layout) -> str:
    """What the package is called; where that is too long, the edition is left out."""
    number, count = plan.volume
    name = f"{plan.as_of}_{bundle_id[:8]}"
    name += f"_{number}of{count}" if count > 1 else ""
    name += "_partial" if plan.partial else ""
    whole = safe_name(f"{plan.edition}_{name}", replace(layout, max_name_chars=255))
    return whole if fits(whole, layout) else safe_name(name, layout)


def _facts(record: Record) -> list[object]:
    """What the lists inside a bundle say of a record."""
    known = record.description
    return [
        [record.id, record.name, record.revision, record.unit, record.received],
        [known.title, known.issuer, known.doc_number, known.dates],
        [known.pages, known.chars, known.media_type],
        [replace(claim, caption=caption_of(record, claim)) for claim in record.claims],
    ]
