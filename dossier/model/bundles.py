"""Bundles: the sealed, verified package that leaves the house."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.model.findings import Finding
from dossier.model.fixity import Fixity


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One payload file: where it goes (POSIX path below ``data/``) and which record it is."""

    path: str
    record: str
    requirement: str
    kind: str
    fixity: Fixity


@dataclass(frozen=True, slots=True)
class Omission:
    """What a partial bundle lacks: a requirement code or a record id, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """Everything that would be written, decided before the first byte.

    ``references`` are further asks served by a file that stands in ``files`` once, under the same
    path; empty where the layout repeats files.
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


@dataclass(frozen=True, slots=True)
class BundleResult:
    """What was written or verified; ``problems`` empty and ``verified`` true is a sound bundle.

    ``existed`` says that the same bundle was there already and nothing was written.
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
