"""Which recipes go which way through the workshop."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.bundle.making.offices import BATCH
from dossier.model.conversions import Recipe
from dossier.rules.conversions import SHEET_FORMATS, TEXT_FORMATS

OFFICE_TARGETS = frozenset({"pdf", "docx", "xlsx"})
"""What LibreOffice makes."""
OFFICE_FORMATS = TEXT_FORMATS | SHEET_FORMATS
"""What it makes them of."""


def by_office(recipe: Recipe) -> bool:
    """Whether LibreOffice makes it."""
    return recipe.to in OFFICE_TARGETS


def through_pdf(recipe: Recipe) -> bool:
    """Pages of an office file are pictured from the PDF made of it."""
    return recipe.to == "pages" and recipe.form in OFFICE_FORMATS


def as_pdf(recipe: Recipe) -> Recipe:
    """The conversion to PDF of the same source."""
    return Recipe(recipe.digest, recipe.form, "pdf")


def batches(recipes: Sequence[Recipe]) -> list[Sequence[Recipe]]:
    """Office files that become the same together, everything else one by one."""
    office: dict[str, list[Recipe]] = {}
    for recipe in filter(by_office, recipes):
        office.setdefault(recipe.to, []).append(recipe)
    together: list[Sequence[Recipe]] = [
        same[start : start + BATCH]
        for same in office.values()
        for start in range(0, len(same), BATCH)
    ]
    return together + [[recipe] for recipe in recipes if not by_office(recipe)]
