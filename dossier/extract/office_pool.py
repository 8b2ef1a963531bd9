"""A reader pool that also reads legacy office files where LibreOffice is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from dossier.extract.office import LIMITS, TARGETS, Legacy, Office, find_office
from dossier.extract.outcome import Limits
from dossier.extract.pool import ReaderPool
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding

Key = TypeVar("Key")
BATCH = 50
"""Legacy files converted in one start."""
_NO_READER = "U102"
_DAMAGED = "E103"
_SHEETS = frozenset({"xls", "et"})
"""Our own reader comes first; LibreOffice knows older and odder ones."""


class OfficePool(ReaderPool):
    """Reads everything :class:`ReaderPool` reads, then the legacy files among it, batch by batch.

    ``program`` is LibreOffice, by default wherever it is installed; without it, legacy files stay
    what they are without a reader (U102), and sheets our reader cannot open stay damaged (E103).
    ``office`` bounds LibreOffice itself.
    """

    def __init__(
        self,
        workers: int = 2,
        limits: Limits | None = None,
        *,
        program: Path | None = None,
        office: Limits = LIMITS,
    ) -> None:
        super().__init__(workers, limits)
        self._program = program or find_office()
        self._bounds = office
        self._office: Office | None = None

    def close(self) -> None:
        """End the workers and remove LibreOffice's scratch folder."""
        super().close()
        if self._office is not None:
            self._office.close()
        self._office = None

    def extract_many(
        self, jobs: Iterable[tuple[Key, Path, str]]
    ) -> Iterator[tuple[Key, Extraction]]:
        """See :class:`ReaderPool`; legacy files come last."""
        held: list[tuple[tuple[Key, Path, str], Extraction]] = []
        tracked = ((job, job[1], job[2]) for job in jobs)
        for job, extraction in super().extract_many(tracked):
            if self._program is not None and _is_legacy(extraction):
                held.append((job, extraction))
            else:
                yield job[0], extraction
        for start in range(0, len(held), BATCH):
            yield from self._converted(held[start : start + BATCH])

    def _converted(
        self, held: list[tuple[tuple[Key, Path, str], Extraction]]
    ) -> Iterator[tuple[Key, Extraction]]:
        files = [Legacy(n, job[1], known.format) for n, (job, known) in enumerate(held)]
        results = self._started().convert(files)
        readable: list[tuple[int, Path, str]] = []
        for number, (job, known) in enumerate(held):
            result = results[number]
            if isinstance(result, Finding):
                yield job[0], _failed(known, result)
            else:
                readable.append((number, result, job[2]))
        for number, extraction in super().extract_many(readable):
            job, known = held[number]
            yield job[0], _merged(known, extraction)

    def _started(self) -> Office:
        assert self._program is not None
        if self._office is None:
            self._office = Office(self._program, self._bounds)
        return self._office


def _is_legacy(extraction: Extraction) -> bool:
    reason = _DAMAGED if extraction.format in _SHEETS else _NO_READER
    unread = any(finding.code == reason for finding in extraction.findings)
    return unread and extraction.format in TARGETS


def _own_findings(known: Extraction) -> tuple[Finding, ...]:
    return tuple(f for f in known.findings if f.code not in (_NO_READER, _DAMAGED))


def _failed(known: Extraction, finding: Finding) -> Extraction:
    """A sheet LibreOffice cannot open either is damaged, as our own reader said."""
    if known.format in _SHEETS and finding.code == "U105":
        return known
    return replace(known, usable=None, findings=(finding, *_own_findings(known)))


def _merged(known: Extraction, read: Extraction) -> Extraction:
    """The text of the conversion under the format of the original; names were judged before.

    Of a damaged sheet LibreOffice may make an empty one, which proves nothing.
    """
    if known.format in _SHEETS and not read.text:
        return known
    findings = tuple(f for f in read.findings if f.code != "W101")
    return replace(
        read,
        format=known.format,
        media_type=known.media_type,
        metadata={**read.metadata, "converted": 1},
        findings=(*findings, *_own_findings(known)),
    )
