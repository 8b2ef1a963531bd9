"""A first draft of the 结论性说明, from nothing but what was received."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dossier.i18n import N_, Translator
from dossier.model.assessment import RequirementCoverage, Verdict
from dossier.model.bundles import Omission
from dossier.report.form_values import FormRow

_CODE = re.compile(r"^[EWU]\d{3} ")
"""Codes are for us, not for those the form goes to."""
_NUMBERS = 5
"""So many document numbers are named; more would not be read."""


def draft(
    coverage: RequirementCoverage,
    rows: Sequence[FormRow],
    omissions: Sequence[Omission],
    say: Translator,
) -> str:
    """Plain sentences: how much of what kind, of which dates, from whom, and what is missing."""
    parts = [_submitted(coverage.title, rows, say)]
    dates = sorted(row.date for row in rows if row.date)
    if dates:
        values = {"first": dates[0], "last": dates[-1]}
        parts.append(say.render(N_("They date from {first} to {last}."), values))
    numbers = list(dict.fromkeys(row.doc_number for row in rows if row.doc_number))
    if numbers:
        values = {"numbers": "、".join(numbers[:_NUMBERS])}
        parts.append(say.render(N_("Official papers: {numbers}."), values))
    units = "、".join(dict.fromkeys(row.unit for row in rows if row.unit))
    if units:
        parts.append(say.render(N_("They come from {units}."), {"units": units}))
    return "".join([*parts, *_judgement(coverage, omissions, say)])


def _submitted(title: str, rows: Sequence[FormRow], say: Translator) -> str:
    if not rows:
        return say.render(N_("For “{title}” no material is submitted yet."), {"title": title})
    return say.render(
        N_("For “{title}” {count} pieces of material are submitted: {kinds}."),
        {"title": title, "count": len(rows), "kinds": _kinds(rows)},
    )


def _kinds(rows: Sequence[FormRow]) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return "、".join(f"{kind} {count}" for kind, count in counts.items())


def _judgement(
    coverage: RequirementCoverage, omissions: Sequence[Omission], say: Translator
) -> list[str]:
    if coverage.waived:
        return [say(N_("The units have declared that they have no such facility."))]
    if coverage.verdict is Verdict.COMPLETE:
        return [say(N_("By our own check the material is complete."))]
    reasons = "；".join(_CODE.sub("", item.reason) for item in omissions)
    return [
        say.render(N_("By our own check this is still missing: {reasons}."), {"reasons": reasons})
    ]
