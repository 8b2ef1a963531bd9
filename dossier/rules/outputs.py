"""What is sent of each placed record: the file as received, or what was made of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dossier.i18n import N_
from dossier.model.bundles import EVIDENCE, ORIGINAL, PlannedFile
from dossier.model.conversions import Made, MadeFile, Recipe
from dossier.model.editions import Edition
from dossier.model.findings import Finding
from dossier.model.fixity import Fixity
from dossier.model.profiles import Layout, Profile
from dossier.rules.arcnames import Names, arcname, fits
from dossier.rules.conversions import Wish, wishes
from dossier.rules.placements import Placement, name_values

_PART_NAMES = {
    "red-head": "红头页",
    "seal": "盖章页",
    "red-head+seal": "红头盖章页",
}
PART_WORDS = {
    "red-head": N_("red-head page"),
    "seal": N_("seal page"),
    "red-head+seal": N_("red-head and seal page"),
}
"""Pictured pages as people read them."""
_EXTENSIONS = {"jpeg": ".jpg", "pages": ".jpg", "pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx"}
_SENT_AS = {"jpg": "jpeg"}
_NAMED = re.compile(r"\{(?:stem|name)\}")
"""Templates in which a file's own name says which page it shows; in others the ending does."""


@dataclass(frozen=True, slots=True)
class Conversions:
    """What is known of conversions: results by recipe, page numbers a person named by record."""

    made: Mapping[Recipe, Made] = field(default_factory=dict)
    pages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Output:
    """One file to be, before it has its final name; ``format`` is what is sent."""

    placement: Placement
    fixity: Fixity
    role: str
    format: str
    part: str = ""
    page: int | None = None
    extension: str | None = None
    estimated: bool = False
    problem: Finding | None = None

    @property
    def identity(self) -> str:
        """What tells this file from every other."""
        return "\n".join((self.placement.identity, self.role, self.part, self.format))


@dataclass(frozen=True, slots=True)
class Checked:
    """A file with its final path and what is wrong with it."""

    file: PlannedFile
    problems: tuple[Finding, ...]


def recipes(
    profile: Profile, placed: Iterable[Placement], pages: Mapping[str, tuple[int, ...]]
) -> Iterator[Recipe]:
    """Every conversion these placements need."""
    for item in placed:
        for wish in _wishes(profile, item, pages):
            if wish.recipe is not None:
                yield wish.recipe


def outputs(profile: Profile, item: Placement, known: Conversions) -> Iterator[Output]:
    """The files one placement becomes."""
    for wish in _wishes(profile, item, known.pages):
        role = ORIGINAL if wish.delivery.keep else EVIDENCE
        if wish.recipe is None:
            form = item.record.description.format
            yield Output(item, item.record.fixity, role, form)
        else:
            yield from _made(item, wish, wish.recipe, role, known.made.get(wish.recipe))


def _wishes(
    profile: Profile, item: Placement, pages: Mapping[str, tuple[int, ...]]
) -> Iterator[Wish]:
    named = pages.get(item.record.id, ())
    return wishes(profile, profile.rule(item.kind), item.record, item.claim, named)


def _made(
    item: Placement, wish: Wish, recipe: Recipe, role: str, made: Made | None
) -> Iterator[Output]:
    target = _SENT_AS.get(_EXTENSIONS[recipe.to][1:], recipe.to)
    whole = Output(item, item.record.fixity, role, target, extension=_EXTENSIONS[recipe.to])
    if made is None:
        yield replace(whole, estimated=True, part=wish.delivery.to)
    elif made.problem is not None:
        yield replace(whole, problem=made.problem, part=wish.delivery.to)
    for file in made.files if made else ():
        yield replace(
            whole,
            fixity=file.fixity,
            part=file.part,
            page=file.page,
            extension=f".{file.extension}",
            problem=_guessed(file),
        )


def _guessed(file: MadeFile) -> Finding | None:
    if file.found:
        return None
    detail = PART_WORDS.get(file.part, file.part)
    return Finding("W811", "", {"detail": detail, "page": file.page or 0})


def placed_outputs(
    edition: Edition,
    profile: Profile,
    made: Iterable[Output],
    *,
    numbers: Mapping[str, str],
    missing: Collection[str],
) -> Iterator[Checked]:
    """Every file with its final path and its preflight findings (B07), one at a time."""
    names = Names(profile.layout)
    for item in made:
        asked = _path(edition, profile, item, numbers)
        path = names.claim(asked, item.identity)
        problems = _problems(edition, profile, item, path, asked, missing)
        yield Checked(_file(item, path or asked), tuple(problems))


def _path(edition: Edition, profile: Profile, item: Output, numbers: Mapping[str, str]) -> str:
    layout = profile.layout
    values = name_values(edition, item.placement, numbers.get(item.placement.record.id, ""))
    if item.extension is not None:
        values["ext"] = item.extension
        part = item.part if layout.ascii else _PART_NAMES.get(item.part, item.part)
        mark = f"-{part.replace('+', '-')}" if part else ""
        values["stem"] += mark
        values["name"] = values["stem"] + values["ext"]
        values["ext"] = values["ext"] if _NAMED.search(layout.file) else mark + values["ext"]
    return arcname(_kept(layout) if item.role == ORIGINAL else layout, values)


def _kept(layout: Layout) -> Layout:
    return replace(layout, folder=layout.originals)


def _file(item: Output, path: str) -> PlannedFile:
    record = item.placement.record
    return PlannedFile(
        path=path,
        record=record.id,
        requirement=item.placement.requirement.code,
        kind=item.placement.kind,
        fixity=item.fixity,
        role=item.role,
        part=item.part,
        page=item.page,
        source=None if item.extension is None else record.fixity,
        estimated=item.estimated,
    )


def _problems(
    edition: Edition,
    profile: Profile,
    item: Output,
    path: str | None,
    asked: str,
    missing: Collection[str],
) -> Iterator[Finding]:
    record = item.placement.record
    about: dict[str, str | int | float] = {"record": record.id, "path": path or asked}
    if record.fixity.digest in missing:
        yield Finding("E801", record.id, about)
    elif item.problem is not None:
        yield replace(
            item.problem, subject=record.id, parameters={**about, **item.problem.parameters}
        )
    if path is None:
        yield Finding("E808", record.id, about)
    elif not fits(path, profile.layout):
        yield Finding("E809", record.id, about)
    if item.role == EVIDENCE and not item.estimated:
        yield from _limits(edition, profile, item, about)


def _limits(
    edition: Edition, profile: Profile, item: Output, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    rule, record = profile.rule(item.placement.kind), item.placement.record
    if rule.max_bytes is not None and item.fixity.size > rule.max_bytes:
        sizes = {"size": item.fixity.size, "limit": rule.max_bytes}
        yield Finding("E810", record.id, {**about, **sizes})
    if rule.formats and item.format not in rule.formats:
        known = edition.kind(item.placement.kind)
        names = {
            "code": item.placement.requirement.code,
            "kind_name": known.name if known else item.placement.kind,
            "accepted": ", ".join(rule.formats),
            "format": item.format,
        }
        yield Finding("W303", record.id, {**about, **names})
