"""Which asks a filter and some words let through."""

from __future__ import annotations

from dossier.i18n import N_
from dossier.model.assessment import RequirementCoverage
from dossier.model.editions import Edition
from dossier.tui.dialogs.pick import plain_code
from dossier.tui.words import kind_name, standing

FILTERS = {
    "all": N_("all asks"),
    "open": N_("not done"),
    "incomplete": N_("lacking"),
    "undetermined": N_("undecided"),
    "findings": N_("with findings"),
    "waived": N_("waived"),
}


def passes(item: RequirementCoverage, wanted: str) -> bool:
    """Whether one of :data:`FILTERS` lets the ask through."""
    if wanted == "findings":
        return bool(item.findings)
    stands = standing(item)
    return wanted in ("all", stands) or (
        wanted == "open" and stands in ("incomplete", "undetermined")
    )


def holds(edition: Edition, item: RequirementCoverage, words: str) -> bool:
    """Whether code, title, units, kinds of material or codes of findings hold every word."""
    if not words:
        return True
    parts = (
        item.code,
        plain_code(item.code),
        item.title,
        *item.units,
        *item.lead,
        *(kind_name(edition, slot.kind) for slot in item.slots),
        *(finding.code for finding in item.findings),
    )
    text = " ".join(parts).casefold()
    return all(word in text for word in words.casefold().split())
