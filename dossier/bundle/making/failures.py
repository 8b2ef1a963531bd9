"""Why nothing came of a recipe, as findings; the planner adds whose file it is."""

from __future__ import annotations

from dataclasses import replace

from dossier.model.conversions import Recipe
from dossier.model.findings import Finding


def about(finding: Finding, recipe: Recipe) -> Finding:
    """The finding with what was to be made."""
    return replace(finding, parameters={**finding.parameters, "target": _TARGETS[recipe.to]})


_TARGETS = {
    "jpeg": "JPG",
    "pages": "JPG",
    "thumb": "JPG",
    "pdf": "PDF",
    "docx": "DOCX",
    "xlsx": "XLSX",
    "look": "PDF",
}


def failed(recipe: Recipe, detail: str) -> Finding:
    """E813 with what the program said."""
    return Finding("E813", "", {"target": _TARGETS[recipe.to], "detail": detail})


def refused(recipe: Recipe, error: str) -> Finding:
    """The finding for a making process's answer."""
    if error == "limit":
        return Finding("E816", "", {"limit": recipe.max_bytes or 0})
    return failed(recipe, error)
