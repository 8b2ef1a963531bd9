"""The assessment as JSON: what ``check`` prints and what travels in a bundle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from textwrap import indent
from typing import Any

from dossier.i18n import Translator
from dossier.model.assessment import (
    Assessment,
    Gap,
    RequirementCoverage,
    SlotCoverage,
    UnitCoverage,
)
from dossier.model.bundles import BundlePlan, PlannedFile
from dossier.model.editions import Edition
from dossier.model.findings import Finding
from dossier.rules.finding_table import TABLE

_FILES = "\N{REPLACEMENT CHARACTER}files"
"""Stands in the text where the files go; no message or name begins so, since JSON quotes it."""


def assessment_document(
    assessment: Assessment, edition: Edition, translator: Translator
) -> dict[str, Any]:
    """The ``check`` document of the contract; only ``message`` depends on the language."""
    return {
        "edition": assessment.edition,
        "title": edition.title,
        "as_of": assessment.as_of,
        "verdict": assessment.verdict.value,
        "summary": asdict(assessment.summary),
        "requirements": [_requirement(item, translator) for item in assessment.requirements],
        "units": [_unit(item) for item in assessment.units],
        "findings": [finding_document(item, translator) for item in _sorted(assessment.findings)],
        "indicators": [asdict(item) for item in assessment.indicators],
        "stages": [asdict(item) for item in assessment.stages],
        "forecast": asdict(assessment.forecast) if assessment.forecast else None,
        "gaps": [_gap(item) for item in assessment.gaps],
        "dismissed": assessment.dismissed,
    }


def bundle_document(
    plan: BundlePlan, edition: Edition, assessment: Assessment, translator: Translator
) -> Iterator[bytes]:
    """The same as bytes, with the key ``bundle``: what the package is, leaves out, and holds where.

    Files are written one by one, so that their number costs no memory.
    """
    document = {
        **assessment_document(assessment, edition, translator),
        "bundle": {**_bundle(plan), "files": _FILES},
    }
    head, _mark, tail = _text(document).partition(f'"{_FILES}"')
    yield head.encode("utf-8", "replace")
    comma = "["
    for item in (*plan.files, *plan.references):
        yield f"{comma}\n{indent(_text(_file(item)), '   ')}".encode("utf-8", "replace")
        comma = ","
    yield (b"[]" if comma == "[" else b"\n  ]") + f"{tail}\n".encode("utf-8", "replace")


def finding_document(finding: Finding, translator: Translator) -> dict[str, Any]:
    """One finding with its sentence."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "parameters": dict(finding.parameters),
        "message": finding_message(finding, translator),
    }


def finding_message(finding: Finding, translator: Translator) -> str:
    """The finding's sentence in the translator's language."""
    values: Mapping[str, object] = {"subject": finding.subject, **finding.parameters}
    return translator.render(TABLE[finding.code].message, values)


def _text(document: Mapping[str, Any]) -> str:
    """Indented JSON with sorted keys; the same document gives the same text."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)


def _requirement(item: RequirementCoverage, translator: Translator) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": item.title,
        "indicator": item.indicator,
        "lead": list(item.lead),
        "units": list(item.units),
        "due": item.due,
        "verdict": item.verdict.value,
        "waived": item.waived,
        "waived_units": list(item.waived_units),
        "uploaded": item.uploaded,
        "state": item.state.value,
        "bonus": item.bonus,
        "sampled": item.sampled,
        "points": item.points,
        "days_left": item.days_left,
        "slots": [_slot(slot) for slot in item.slots],
        "records": sorted(item.records),
        "findings": [finding_document(one, translator) for one in _sorted(item.findings)],
    }


def _slot(slot: SlotCoverage) -> dict[str, Any]:
    words = {"verdict": slot.verdict.value, "need": slot.need.value, "state": slot.state.value}
    return {**asdict(slot), **words}


def _gap(gap: Gap) -> dict[str, Any]:
    return {**asdict(gap), "units": list(gap.units), "state": gap.state.value}


def _unit(unit: UnitCoverage) -> dict[str, Any]:
    return {**asdict(unit), "open": list(unit.open)}


def _sorted(findings: tuple[Finding, ...]) -> list[Finding]:
    return sorted(
        findings,
        key=lambda item: (item.code, item.subject, sorted(map(str, item.parameters.items()))),
    )


def _bundle(plan: BundlePlan) -> dict[str, Any]:
    return {
        "bundle_id": plan.bundle_id,
        "name": plan.name,
        "profile": plan.profile,
        "partial": plan.partial,
        "reason": plan.reason,
        "volume": list(plan.volume),
        **({"typeface": plan.typeface} if plan.typeface else {}),
        "requirements": list(plan.requirements),
        "omissions": [asdict(item) for item in plan.omissions],
    }


def _file(item: PlannedFile) -> dict[str, Any]:
    made = {"source": item.source.digest, "part": item.part} if item.source else {}
    return {
        "path": f"data/{item.path}",
        "record": item.record,
        "requirement": item.requirement,
        "kind": item.kind,
        "role": item.role,
        "digest": item.fixity.digest,
        "size": item.fixity.size,
        **made,
    }
