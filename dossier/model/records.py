"""Records: content in custody, with identity and description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dossier.model.findings import Finding
from dossier.model.fixity import Fixity


class RecordState(StrEnum):
    """Where a record stands with the team."""

    UNPLACED = "unplaced"
    PLACED = "placed"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


COUNTING_STATES = frozenset({RecordState.PLACED, RecordState.ACCEPTED})
"""States in which a record's claims count towards coverage."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was seen.

    ``inbox`` names the watched root (or the named file's folder): relative to the archive when it
    lies inside, else absolute. ``path`` is the relative POSIX path below it, ``chain`` the member
    names inside nested containers.
    """

    inbox: str
    path: str
    chain: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "!".join((self.path, *self.chain))

    @property
    def name(self) -> str:
        """The last component: the name as received."""
        return (self.chain[-1] if self.chain else self.path).rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Dates:
    """ISO dates or null; ``covered`` is an interval ``YYYY-MM-DD/YYYY-MM-DD``."""

    issued: str | None = None
    event: str | None = None
    taken: str | None = None
    covered: str | None = None
    received: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a record's content; field names follow GB/T 33480 where it has them.

    ``origins`` says for each field where its value came from: ``person``, ``text``, ``metadata``,
    ``name``, ``folder``. ``usable`` is None while nobody could tell. ``chars`` counts characters
    of text without white space.
    """

    media_type: str = "application/octet-stream"
    format: str = "unknown"
    title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    kind: str | None = None
    dates: Dates = Dates()
    pages: int | None = None
    chars: int | None = None
    usable: bool | None = None
    findings: tuple[Finding, ...] = ()
    details: Mapping[str, str | int | float] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """An evidence item: the claim that a record fills a slot of a requirement.

    ``requirement`` is the edition's canonical code; ``by`` is ``person``, ``rule``
    or ``suggestion``; ``reason`` is readable; ``pointer`` names the proving page or passage.
    """

    requirement: str
    kind: str | None = None
    unit: str | None = None
    by: str = "rule"
    reason: str = ""
    caption: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Content in custody. ``id`` is the accession number; new bytes under a known path raise
    ``revision`` and keep the id and the claims. ``remarks`` are findings of its reception;
    ``reader`` is who described this revision, empty while nobody did.
    """

    id: str
    fixity: Fixity
    name: str
    source: Source
    received: str
    unit: str | None = None
    state: RecordState = RecordState.UNPLACED
    revision: int = 1
    supersedes: str | None = None
    note: str = ""
    due: str | None = None
    description: Description = Description()
    claims: tuple[Claim, ...] = ()
    remarks: tuple[Finding, ...] = ()
    reader: str = ""

    @property
    def requirements(self) -> tuple[str, ...]:
        """Canonical codes claimed, in claim order without repetition."""
        return tuple(dict.fromkeys(claim.requirement for claim in self.claims))


def record_number(record_id: str) -> int:
    """The id as an integer that sorts alike: ``2026-000123`` is 2026000123."""
    return int(record_id.replace("-", ""))


def record_id(number: int) -> str:
    """The inverse of :func:`record_number`."""
    return f"{number // 1_000_000:04d}-{number % 1_000_000:06d}"


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records to list; every field given must hold. Dates compare ``Dates.received``;
    ``described`` is False for those nobody has read yet.
    """

    unit: str | None = None
    requirement: str | None = None
    kind: str | None = None
    states: tuple[RecordState, ...] = ()
    since: str | None = None
    until: str | None = None
    digest: str | None = None
    described: bool | None = None
    sort: str = "id"
    limit: int | None = None
    offset: int = 0
