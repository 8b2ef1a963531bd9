"""Scans read in a thread of its own while a watch has nothing better to do."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from dossier.archive.keeper import busy
from dossier.archive.turns import turn
from dossier.errors import BusyError, DossierError
from dossier.extract import ocr
from dossier.workflow.indexing import refresh_index
from dossier.workflow.ocr import waiting_scans, waiting_scenes, write_down
from dossier.workflow.scans import OcrReport, PageReader, Scan
from dossier.workflow.workspace import Workspace

_LOOK_AGAIN = 60.0
_AT_A_TIME, _SCENES_AT_A_TIME = 4, 50


class BackgroundOcr:
    """Reads waiting scans; ``tick`` is called from the watch's own thread and never waits.

    The thread only reads pages into the cache; records are described in the thread that ticks.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._finished: queue.SimpleQueue[Scan] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._look_at = 0.0
        self._tried: set[tuple[str, int]] = set()
        self.enabled = workspace.settings.reading.ocr and ocr.is_installed()
        self.error = ""

    def tick(self, now: float) -> list[str]:
        """Describe what was read since the last tick, begin what waits; ids of described records.

        ``now`` is in seconds and only grows.
        """
        if not self.enabled:
            return []
        done = self._write_down()
        idle = self._thread is None or not self._thread.is_alive()
        if idle and (done or now >= self._look_at):
            self._look_at = now + _LOOK_AGAIN
            self._begin()
        return done

    def join(self) -> None:
        """Wait for the scans in hand."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """Stop after the page being read; what is complete stays in the cache."""
        self._stopping.set()

    def _write_down(self) -> list[str]:
        report = OcrReport()
        try:
            while not self._finished.empty():
                write_down(self._workspace, self._finished.get(), report)
            if report.records or report.marked:
                refresh_index(self._workspace)
            self.error = ""
        except DossierError as error:
            self.error = str(error)
        return [*report.records, *report.marked]

    def _begin(self) -> None:
        """Papers first, photographs when none is left."""
        scans = self._portion(waiting_scans, _AT_A_TIME)
        scans = scans or self._portion(waiting_scenes, _SCENES_AT_A_TIME)
        if scans:
            self._look_at = 0.0
            self._thread = threading.Thread(
                target=self._read, args=(scans,), name="ocr", daemon=True
            )
            self._thread.start()

    def _portion(self, waiting: Callable[..., Iterator[Scan]], most: int) -> list[Scan]:
        scans = list(itertools.islice(waiting(self._workspace, tried=self._tried), most))
        self._tried |= {(scan.record.id, scan.record.revision) for scan in scans}
        return scans

    def _read(self, scans: list[Scan]) -> None:
        """In the thread: read pages; another process that reads by OCR has its turn."""
        layout, store = self._workspace.archive.layout, self._workspace.archive.store
        try:
            with turn(layout.derived / "ocr.lock", 0, busy()), ExitStack() as stack:
                reader = PageReader(layout.derived, 1, idle=True)
                stack.callback(reader.close)
                digests = {scan.record.fixity.digest for scan in scans}
                places = {d: stack.enter_context(store.local(d)) for d in digests if d in store}
                for scan in reader.read(scans, places, OcrReport()):
                    if scan.complete:
                        self._finished.put(scan)
                    if self._stopping.is_set():
                        return
        except BusyError:
            self._tried -= {(scan.record.id, scan.record.revision) for scan in scans}
