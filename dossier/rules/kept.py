"""An assessor's knowledge as plain values, so that the next process need not gather it again.

What there is most of comes in portions: nobody has to hold all of it twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dossier.model.events import FindingDismissed
from dossier.model.evidence import Exhibit
from dossier.model.findings import Finding
from dossier.model.prints import PhotoLikeness
from dossier.rules.integrity_groups import Numbered, Paged, Stated

Findings = tuple[Finding, ...]
Key = tuple[str, ...]
Printed = tuple[str, bytes]
"""A content with its sketch or its hashes."""
Face = tuple[str, str, str, bool, bool, bool]
"""Unit, year, source; whether quotable, read, pictured."""
PORTION = 1000


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record: the digest of its content, and the place of what it shows among the exhibits;
    ``face`` is what integrity needs of one that is looked at.
    """

    name: str
    digest: str
    shows: int
    face: Face | None


@dataclass(frozen=True, slots=True)
class KeptIntegrity:
    """Policies; likenesses by place; what records say under which key; pairs and groups with their
    findings.
    """

    betrayed: dict[str, Findings]
    policies: list[Printed]
    alike: list[tuple[int, int, float]]
    pictures_alike: list[tuple[int, int, PhotoLikeness]]
    values: dict[str, list[tuple[Key, Stated]]]
    numbers: dict[str, list[tuple[Key, Numbered]]]
    pages: dict[str, list[tuple[Key, Paged]]]
    receipts: list[tuple[str, str, str]]
    pairs: list[tuple[str, str, Findings]]
    groups: list[tuple[str, Key, Findings]]


@dataclass(frozen=True, slots=True)
class KeptJudgement:
    """What is shown, each alike once; what is true of some records; waivers and dismissals."""

    exhibits: list[tuple[Exhibit, ...]]
    everywhere: dict[str, Findings]
    until: dict[str, str]
    integrity: KeptIntegrity
    waivers: dict[str, frozenset[str]]
    dismissals: list[FindingDismissed]


@dataclass(frozen=True, slots=True)
class KeptAssessor:
    """Everything; portions can be gone through once."""

    judgement: KeptJudgement
    records: Iterable[list[KeptRecord]]
    texts: Iterable[list[Printed]]
    pictures: Iterable[list[Printed]]
