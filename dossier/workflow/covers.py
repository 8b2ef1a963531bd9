"""What books wear: the face they are written in and covers of the team's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from dossier.bundle.making.book_plan import BookEntry, BookPlan, Face, volumes
from dossier.model.conversions import Made, Recipe
from dossier.model.findings import Finding
from dossier.model.profiles import COVER_FIELDS, NO_FONT
from dossier.report.cover_form import cover_docx
from dossier.workflow.templates import template_of
from dossier.workflow.workbench import Workbench

Values = Mapping[str, str]
"""What a cover may say of its book, by :data:`COVER_FIELDS` but for the volume."""


@dataclass(frozen=True, slots=True)
class Dress:
    """A face (None: nothing is embedded), a cover's template, and what is to be told of them."""

    face: Face | None = None
    template: bytes | None = None
    remarks: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the cover cannot be made as the profile wants it."""
        return any(item.code.startswith("E") for item in self.remarks)


def dress(bench: Workbench) -> Dress:
    """What the profile wants its books to wear."""
    face, remarks = _face(bench)
    template = template_of(bench, bench.profile.book.cover_template, COVER_FIELDS)
    return Dress(face, template.data, (*remarks, *template.problems))


def _face(bench: Workbench) -> tuple[Face | None, tuple[Finding, ...]]:
    from dossier.bundle.making.fonts import (  # noqa: PLC0415 - loads a PDF library
        UnfitFontError,
        face_of,
        system_face,
    )

    wanted = bench.profile.book.font
    if wanted == NO_FONT:
        return None, ()
    told: tuple[Finding, ...] = ()
    if wanted:
        try:
            return face_of(bench.workspace.settings.resolve(wanted)), ()
        except UnfitFontError as error:
            detail = bench.say(str(error))
            told = (Finding("W817", wanted, {"path": wanted, "detail": detail}),)
    found = system_face()
    return found, told if found else (*told, Finding("W816"))


def dressed(
    bench: Workbench, dress: Dress, plans: Sequence[tuple[BookPlan, Values]]
) -> tuple[list[BookPlan], list[Finding]]:
    """The books with their covers, and why some have ours instead of the team's."""
    lines = bench.profile.book.cover_lines
    if dress.template is None:
        return [_with_lines(plan, values, lines) for plan, values in plans], []
    wanted = [_recipes(bench, plan, values, dress.template) for plan, values in plans]
    made = bench.make([recipe for recipes in wanted for recipe in recipes], "print")
    looks = bench.make([look for one in made.values() if (look := _look(one))], "print")
    books, problems = [], []
    for (plan, _values), recipes in zip(plans, wanted, strict=True):
        covers = [_cover(made[recipe], looks) for recipe in recipes]
        entries = tuple(cover for cover in covers if isinstance(cover, BookEntry))
        problems += [cover for cover in covers if isinstance(cover, str)][:1]
        whole = len(entries) == len(covers)
        books.append(msgspec.structs.replace(plan, own_covers=entries) if whole else plan)
    name = bench.profile.book.cover_template
    told = dict.fromkeys(problems)
    return books, [Finding("W818", name, {"path": name, "detail": detail}) for detail in told]


def _numbered(plan: BookPlan, values: Values) -> list[dict[str, str]]:
    """The values for each volume."""
    count = len(volumes(plan))
    return [
        {**values, "volume": str(number), "volumes": str(count)} for number in range(1, count + 1)
    ]


def _with_lines(plan: BookPlan, values: Values, lines: Sequence[str]) -> BookPlan:
    if not (lines and plan.cover):
        return plan
    filled = tuple(tuple(line.format(**each) for line in lines) for each in _numbered(plan, values))
    return msgspec.structs.replace(plan, cover_lines=filled)


def _recipes(bench: Workbench, plan: BookPlan, values: Values, template: bytes) -> list[Recipe]:
    if not plan.cover:
        return []
    papers = [cover_docx(template, each) for each in _numbered(plan, values)]
    return [Recipe(bench.shop.cache.put_bytes(data).digest, "docx", "pdf") for data in papers]


def _look(made: Made) -> Recipe | None:
    return Recipe(made.files[0].fixity.digest, "pdf", "look") if made.files else None


def _cover(made: Made, looks: Mapping[Recipe, Made]) -> BookEntry | str:
    """The cover as a piece of the book, or why it cannot be one."""
    look = _look(made)
    seen = looks.get(look) if look else None
    if seen is None or not seen.pages:
        problem = made.problem or (seen.problem if seen else None)
        detail = problem.parameters.get("detail", problem.code) if problem else ""
        return str(detail)
    fixity = made.files[0].fixity
    return BookEntry("", "", form="pdf", digest=fixity.digest, size=fixity.size, pages=seen.pages)
