"""Findings: one coded observation about documents, evidence or coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does to a verdict: blocks, warns, or leaves it undetermined."""

    ERROR = "error"
    WARNING = "warning"
    UNDETERMINED = "undetermined"


_BY_LETTER = {"E": Severity.ERROR, "W": Severity.WARNING, "U": Severity.UNDETERMINED}


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation.

    ``code`` is published in ``dossier.model.finding_table``; ``subject`` is a record id, a
    requirement code, a unit, or a path; ``parameters`` fill the sentence.
    """

    code: str
    subject: str = ""
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Read off the code's first letter."""
        return _BY_LETTER[self.code[0]]
