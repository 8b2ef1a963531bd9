"""Scans with the pages they need read, and their reader, which reads each page of a content once.

Pages are kept in ``derived/ocr.sqlite3`` by digest, page and engine, so that a run that was
stopped goes on where it was, and the same scan is never read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dossier.archive.texts import SqliteTextStore, StoredText
from dossier.extract import ocr
from dossier.extract.marks import SCENE
from dossier.extract.ocr_pool import OcrPool
from dossier.model.extraction import Extraction
from dossier.model.records import Record


@dataclass(slots=True)
class OcrReport:
    """Records that got text, pages read now and pages known from before, pages nobody could read
    (record and page number from 1), photographs looked at now, and records found to bear a mark.
    """

    records: list[str] = field(default_factory=list)
    pages: int = 0
    cached: int = 0
    unread: list[tuple[str, int]] = field(default_factory=list)
    photographs: int = 0
    marked: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Scan:
    """A record with the pages it needs read, and what has been read of them; of a ``scene`` only
    the writing is wanted.
    """

    record: Record
    pages: tuple[int, ...]
    read: dict[int, Extraction] = field(default_factory=dict)
    scene: bool = False

    @property
    def complete(self) -> bool:
        """Whether every page was tried."""
        return len(self.read) == len(self.pages)


class PageReader:
    """Reads pages of scans, each page of each content once."""

    def __init__(self, derived: Path, workers: int, *, idle: bool = False) -> None:
        self._cache = SqliteTextStore(derived / "ocr.sqlite3")
        self._pool = OcrPool(workers, idle=idle)
        self.engine = ocr.engine_name()

    def close(self) -> None:
        """End the processes and let go of the cache."""
        self._pool.close()
        self._cache.close()

    def read(
        self, scans: Sequence[Scan], places: dict[str, Path], report: OcrReport
    ) -> Iterator[Scan]:
        """The scan of each page as soon as the page was read; a complete one had its last."""
        missing: list[tuple[tuple[Scan, int], Path, int | str]] = []
        for scan in scans:
            digest = scan.record.fixity.digest
            for page in scan.pages:
                if (kept := self._kept(scan, page)) is not None:
                    scan.read[page] = kept
                    report.cached += not scan.scene
                    yield scan
                elif digest in places:
                    missing.append(((scan, page), places[digest], _name(scan, page)))
        for (scan, page), found in self._pool.read_pages(missing):
            scan.read[page] = found
            self._keep(scan, page, found, report)
            yield scan

    def _key(self, scan: Scan, page: int) -> str:
        return f"{scan.record.fixity.digest}#{_name(scan, page)}@{self.engine}"

    def _kept(self, scan: Scan, page: int) -> Extraction | None:
        stored = self._cache.get(self._key(scan, page))
        if stored is None:
            return None
        return Extraction("", "", text=stored.text, metadata=stored.metadata)

    def _keep(self, scan: Scan, page: int, found: Extraction, report: OcrReport) -> None:
        if found.findings:
            report.unread.append((scan.record.id, page + 1))
            return
        report.pages += not scan.scene
        report.photographs += scan.scene
        self._cache.put(self._key(scan, page), StoredText.of(found, self.engine))


def _name(scan: Scan, page: int) -> int | str:
    return SCENE if scan.scene else page
