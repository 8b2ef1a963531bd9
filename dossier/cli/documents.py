"""The JSON of the contract (§2) for values the workflows return."""

from __future__ import annotations

from typing import Any

from dossier.model.records import Description, Record
from dossier.rules.official_names import official


def record_document(record: Record) -> dict[str, Any]:
    """A record for scripts; dates are ISO or null."""
    description = record.description
    dates = description.dates
    return {
        "id": record.id,
        "digest": record.fixity.digest,
        "name": record.name,
        "unit": record.unit,
        "kind": description.kind,
        "requirements": list(record.requirements),
        "state": str(record.state),
        "title": description.title,
        "issuer": description.issuer,
        "doc_number": description.doc_number,
        "dates": {
            "issued": dates.issued,
            "event": dates.event,
            "taken": dates.taken,
            "covered": dates.covered,
            "received": dates.received or record.received[:10],
        },
        "pages": description.pages,
        "chars": description.chars,
        "media_type": description.media_type,
        "format": description.format,
        "size": record.fixity.size,
        "usable": description.usable,
        "findings": [finding.code for finding in description.findings],
        "revision": record.revision,
        "source": str(record.source),
        "note": record.note,
        "due": record.due,
        "claims": [
            {
                "requirement": claim.requirement,
                "kind": claim.kind,
                "unit": claim.unit,
                "by": claim.by,
                "reason": claim.reason,
                "caption": claim.caption,
                "pointer": claim.pointer,
            }
            for claim in record.claims
        ],
    }


def description_document(description: Description) -> dict[str, Any]:
    """Everything reading found besides the fields of a record: ``details`` and ``origins`` by our
    names, ``official`` by those of GB/T 33480-2016.
    """
    return {
        "details": dict(description.details),
        "origins": dict(description.origins),
        "official": official(description),
    }
