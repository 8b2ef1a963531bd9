"""The assessment as JSON: what ``check`` prints and what travels in a bundle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dossier.i18n import Translator
from dossier.model.assessment import Assessment, RequirementCoverage, SlotCoverage, UnitCoverage
from dossier.model.bundles import BundlePlan
from dossier.model.editions import Edition
from dossier.model.findings import Finding
from dossier.rules.finding_table import TABLE


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
    }


def bundle_document(
    plan: BundlePlan, edition: Edition, assessment: Assessment, translator: Translator
) -> dict[str, Any]:
    """The same with the key ``bundle``: what the package is, leaves out, and holds where."""
    return {**assessment_document(assessment, edition, translator), "bundle": _bundle(plan)}


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


def dumped(document: Mapping[str, Any]) -> bytes:
    """Indented JSON with sorted keys; the same document gives the same bytes."""
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode("utf-8", "replace")


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
        "uploaded": item.uploaded,
        "slots": [_slot(slot) for slot in item.slots],
        "records": sorted(item.records),
        "findings": [finding_document(one, translator) for one in _sorted(item.findings)],
    }


def _slot(slot: SlotCoverage) -> dict[str, Any]:
    return {**asdict(slot), "verdict": slot.verdict.value}


def _unit(unit: UnitCoverage) -> dict[str, Any]:
    return asdict(unit)


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
        "requirements": list(plan.requirements),
        "omissions": [asdict(item) for item in plan.omissions],
        "files": [
            {
                "path": f"data/{item.path}",
                "record": item.record,
                "requirement": item.requirement,
                "kind": item.kind,
                "digest": item.fixity.digest,
                "size": item.fixity.size,
            }
            for item in (*plan.files, *plan.references)
        ],
    }
