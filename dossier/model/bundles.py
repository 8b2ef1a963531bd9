"""Bundles: the sealed, verified package that leaves the house."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model.findings import Finding
from dossier.model.fixity import Fixity

EVIDENCE = "evidence"
ORIGINAL = "original"
BOOK = "book"
FORM = "form"


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One payload file: where it goes (POSIX path below ``data/``) and which record it is.

    ``role`` is :data:`EVIDENCE` (sent), :data:`ORIGINAL` (kept beside it), :data:`BOOK` or
    :data:`FORM` (made by us; no record, and for some books no single requirement). Where the file
    was made of the record's content, ``source`` is that content, ``part`` and ``page`` say what
    it shows; ``estimated`` sizes are the source's, since the file has not been made yet.
    """

    path: str
    record: str
    requirement: str
    kind: str
    fixity: Fixity
    role: str = EVIDENCE
    part: str = ""
    page: int | None = None
    source: Fixity | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Omission:
    """What a partial bundle lacks: a requirement code or a record id, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """Everything that would be written, decided before the first byte.

    ``references`` are further asks served by a file that stands in ``files`` once, under the same
    path; empty where the layout repeats files. ``volume`` is this package's number and how many
    there are. ``typeface`` is the font embedded in the books, with its file's digest.
    """

    bundle_id: str
    name: str
    edition: str
    profile: str
    as_of: str
    partial: bool
    reason: str
    requirements: tuple[str, ...]
    files: tuple[PlannedFile, ...]
    omissions: tuple[Omission, ...]
    problems: tuple[Finding, ...]
    references: tuple[PlannedFile, ...] = ()
    volume: tuple[int, int] = (1, 1)
    typeface: str = ""

    @property
    def size(self) -> int:
        """Bytes of the payload."""
        return sum(item.fixity.size for item in self.files)


@dataclass(frozen=True, slots=True)
class BundleResult:
    """What was written or verified; ``problems`` empty and ``verified`` true is a sound bundle.

    ``existed`` says that the same bundle was there already and nothing was written. A package
    sent in several has them in ``volumes``; its counts are their sums.
    """

    path: str
    bundle_id: str
    requirements: int
    records: int
    files: int
    bytes: int
    partial: bool
    omissions: tuple[Omission, ...]
    verified: bool
    problems: tuple[Finding, ...]
    existed: bool = False
    volumes: tuple[BundleResult, ...] = ()
