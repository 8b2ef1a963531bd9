"""Custody events: what the ledger says. Each is one line of the archive's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.model.findings import Finding
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Description, RecordState, Source


@dataclass(frozen=True, slots=True)
class Seen:
    """How a source looked when it was decided on; a change means it must be decided again."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class ArchiveCreated:
    """The first entry. ``edition_digest`` and ``profile_digest`` fix the texts in force."""

    edition: str
    profile: str
    edition_digest: str = ""
    profile_digest: str = ""


@dataclass(frozen=True, slots=True)
class Accessioned:
    """A document was taken into custody, as a new record or a new revision of one.

    ``supersedes`` is the returned record it takes the place of; ``findings`` are what was noticed
    on reception, such as a doubtful name.
    """

    record: str
    revision: int
    fixity: Fixity
    name: str
    source: Source
    seen: Seen
    unit: str | None = None
    unit_reason: str = ""
    supersedes: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DuplicateReceived:
    """The same bytes again: a receipt that points at the record which holds them."""

    record: str
    fixity: Fixity
    source: Source
    seen: Seen
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentRefused:
    """A document that was not taken in, with a finding code and its parameters."""

    source: Source
    seen: Seen
    code: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentIgnored:
    """A document an ignore rule passed over."""

    source: Source
    seen: Seen
    rule: str


@dataclass(frozen=True, slots=True)
class ContainerOpened:
    """A container counted once; its members have entries of their own.

    ``outcomes`` are the six counts of its members.
    """

    source: Source
    seen: Seen
    fixity: Fixity
    record: str | None
    outcomes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Described:
    """What was read out of one revision of a record by ``reader`` (name and version)."""

    record: str
    revision: int
    description: Description
    reader: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """An evidence claim was made; it replaces an earlier one for the same requirement and kind."""

    record: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimWithdrawn:
    """Every claim of the record on this requirement was withdrawn."""

    record: str
    requirement: str


@dataclass(frozen=True, slots=True)
class FieldsSet:
    """A person set description fields: keys of ``unit, kind, title, issuer, doc_number`` and
    ``dates.*``; a null value clears the field. ``name`` corrects a wrongly decoded name.

    When that is taken back, ``origins`` says where the values restored came from before; a field
    it does not name is a person's.
    """

    record: str
    fields: Mapping[str, str | None]
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The team decided on a record: accepted, returned, withdrawn, superseded or back."""

    record: str
    state: RecordState
    reason: str = ""
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Waived:
    """«We have no such facility»: the requirement counts as satisfied for the unit."""

    requirement: str
    unit: str
    reason: str
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class WaiverWithdrawn:
    """A waiver no longer holds."""

    requirement: str
    unit: str


@dataclass(frozen=True, slots=True)
class SuggestionRefused:
    """A person said that a record does not serve a requirement it was proposed for.

    ``basis`` is the proposal's (``wording``, ``learned``, ``together``) or ``rule``. ``again``
    takes that back: it may be proposed once more.
    """

    record: str
    requirement: str
    basis: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class FindingDismissed:
    """A person looked at a finding and says why it stands for nothing.

    ``subject`` is the record or ask of the finding, ``other`` the second record where it is about a
    pair. ``contents`` are the digests it was looked at with: new bytes bring the finding back.
    """

    code: str
    subject: str
    other: str = ""
    contents: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DismissalWithdrawn:
    """A dismissal no longer holds."""

    code: str
    subject: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class BundleSealed:
    """A bundle was written, read back and verified.

    ``contents`` are the revisions that went out (``2026-000123.2``), ``requirements`` the asks in
    scope, ``plan`` the digest of the whole plan.
    """

    bundle: str
    path: str
    as_of: str
    records: int
    files: int
    bytes: int
    partial: bool = False
    reason: str = ""
    profile: str = ""
    requirements: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    plan: str = ""


@dataclass(frozen=True, slots=True)
class BundleWithdrawn:
    """A bundle was taken back (撤回): it no longer stands for the archive."""

    bundle: str
    reason: str


@dataclass(frozen=True, slots=True)
class EditionAdopted:
    """The archive went over to another edition, or back (``undoes`` is then the position of the
    adoption that was taken back).

    ``edition`` and ``previous`` are what ``dossier.toml`` names; ``crosswalk`` maps each old code
    to the new ones its evidence went to, none where it was dropped.
    """

    edition: str
    digest: str
    previous: str
    previous_digest: str
    crosswalk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimsCarried:
    """All claims of a record, as they are after an edition was adopted; ``before`` it they were
    others.
    """

    record: str
    claims: tuple[Claim, ...]
    before: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class LedgerRepaired:
    """A torn last line was set aside; ``kept`` names the file that holds its bytes."""

    kept: str
    bytes: int


Event = (
    ArchiveCreated
    | Accessioned
    | DuplicateReceived
    | DocumentRefused
    | DocumentIgnored
    | ContainerOpened
    | Described
    | Claimed
    | ClaimWithdrawn
    | FieldsSet
    | StateChanged
    | Waived
    | WaiverWithdrawn
    | FindingDismissed
    | DismissalWithdrawn
    | SuggestionRefused
    | BundleSealed
    | BundleWithdrawn
    | EditionAdopted
    | ClaimsCarried
    | LedgerRepaired
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger line: position from 1, ISO time with offset, actor (``person:…`` or
    ``rule:…``), event, and ``chain``, a digest over the line before and this one.
    """

    seq: int
    at: str
    by: str
    event: Event
    chain: str = ""
