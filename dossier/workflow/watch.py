"""Take in for as long as it runs: every inbox in a thread of its own, describing in this one."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from dossier.archive.turns import turn
from dossier.errors import BusyError, DossierError
from dossier.i18n import N_
from dossier.model.records import RecordFilter
from dossier.workflow.arrangement import Caution, prepare
from dossier.workflow.describe import Readers, readers
from dossier.workflow.health import Note, RootState, read_health, write_health
from dossier.workflow.ocr_background import BackgroundOcr
from dossier.workflow.receipts import write_receipts
from dossier.workflow.take_in import IntakeReport, make_usable
from dossier.workflow.watch_root import RootIntake
from dossier.workflow.workspace import Workspace

_TICK = 1.0
_HEARTBEAT = 10.0
_RECEIPTS = 60.0
_FAREWELL = 5.0


class Stop:
    """Ends a watch from a signal handler or another thread."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self._wakers: list[Callable[[], None]] = []

    def on_stop(self, wake: Callable[[], None]) -> None:
        """Have ``wake`` called when the watch shall end."""
        self._wakers.append(wake)

    def stop(self) -> None:
        """End the watch soon and cleanly."""
        self.asked.set()
        for wake in self._wakers:
            wake()


@dataclass(slots=True)
class _Watch:
    """One running watch: the inboxes, what they decided, what went wrong in describing."""

    workspace: Workspace
    roots: Sequence[RootIntake]
    pool: Readers
    on_report: Callable[[IntakeReport], None]
    ocr: BackgroundOcr
    inbox: queue.SimpleQueue[IntakeReport] = field(default_factory=queue.SimpleQueue)
    error: str = ""
    told_at: float = float("-inf")
    receipts_at: float = float("-inf")
    receipts_head: tuple[int, str] = (-1, "")
    shown: tuple[tuple[object, ...], ...] = ()


def watch(
    workspace: Workspace,
    stop: Stop,
    on_report: Callable[[IntakeReport], None],
    on_start: Callable[[Sequence[Caution]], None] = lambda _cautions: None,
) -> None:
    """Watch every inbox until told to stop.

    ``on_report`` gets every pass that decided something, in the caller's thread. Troubles of single
    files, lost events, vanished and hanging shares do not end it. Raises BusyError when another
    watch runs on this archive, UnsafeArrangement for folders that overlap.
    """
    with turn(workspace.archive.layout.derived / "watch.lock", 0, _second()), ExitStack() as stack:
        cautions = prepare(workspace)
        pool = stack.enter_context(readers(workspace))
        before = read_health(workspace.archive.root, workspace.clock()).roots
        roots = [
            RootIntake(workspace, root, before=_notes(before, root))
            for root in workspace.settings.inboxes
        ]
        background = BackgroundOcr(workspace)
        stack.callback(background.close)
        running = _Watch(workspace, roots, pool, on_report, background)
        threads = [_started(running, root, stop) for root in roots]
        on_start(cautions)
        try:
            _loop(running, stop)
        finally:
            stop.stop()
            for thread in threads:
                thread.join(_FAREWELL)
            _tell(running, "")


def _second() -> BusyError:
    return BusyError(
        N_("another watch is running on this archive"),
        N_("see how it is doing with: dossier status; end it before starting another one"),
    )


def _notes(before: Sequence[RootState], root: Path) -> tuple[Note, ...]:
    return next((state.notes for state in before if state.root == str(root)), ())


def _started(running: _Watch, root: RootIntake, stop: Stop) -> threading.Thread:
    """An inbox's thread; a daemon, so that a share that never answers cannot hold us."""

    def rounds() -> None:
        with root:
            while not stop.asked.is_set():
                if report := root.round():
                    running.inbox.put(report)
                root.watcher.wait(_TICK)

    stop.on_stop(root.watcher.wake)
    thread = threading.Thread(target=rounds, name=f"inbox {root.root}", daemon=True)
    thread.start()
    return thread


def _loop(running: _Watch, stop: Stop) -> None:
    """Describe what the inboxes took in, and what an earlier run left undescribed."""
    stop.on_stop(lambda: running.inbox.put(IntakeReport()))
    left = running.workspace.archive.catalogue.count(RecordFilter(described=False))
    reports = [IntakeReport()] if left else []
    while not stop.asked.is_set():
        for report in reports:
            _make_usable(running, report)
        now = running.workspace.clock().timestamp()
        if reports or _changed(running) or now - running.told_at >= _HEARTBEAT:
            running.told_at = now
            _tell(running, running.workspace.now())
        _refresh_receipts(running, now)
        running.ocr.tick(now)
        reports = _arrived(running.inbox)


def _changed(running: _Watch) -> bool:
    """Whether an inbox came, went or had trouble since this was asked last."""
    before, running.shown = running.shown, tuple(_gist(root.state()) for root in running.roots)
    return before != running.shown


def _gist(state: RootState) -> tuple[object, ...]:
    return state.online, state.mode, state.error, state.lost, state.repairs


def _arrived(inbox: queue.SimpleQueue[IntakeReport]) -> list[IntakeReport]:
    try:
        reports = [inbox.get(timeout=_TICK)]
    except queue.Empty:
        return []
    while not inbox.empty():
        reports.append(inbox.get())
    return reports


def _make_usable(running: _Watch, report: IntakeReport) -> None:
    """Describe and index; what goes wrong is told and tried again with the next report."""
    try:
        make_usable(running.workspace, report, lambda _done, _total: None, running.pool)
        running.error = report.index_error
    except DossierError as error:
        running.error = str(error)
    if report.counts or report.records or report.moved:
        running.on_report(report)


def _refresh_receipts(running: _Watch, now: float) -> None:
    """Receipts also tell what the team decided, so they follow the ledger, once a minute."""
    workspace = running.workspace
    if not workspace.settings.intake.receipts or now - running.receipts_at < _RECEIPTS:
        return
    head = workspace.archive.ledger.head()
    if head == running.receipts_head:
        return
    running.receipts_at, running.receipts_head = now, head
    try:
        workspace.archive.refresh()
        write_receipts(workspace)
    except DossierError as error:
        running.error = str(error)


def _tell(running: _Watch, heartbeat: str) -> None:
    held = tuple(item for root in running.roots for item in root.held())
    states = tuple(root.state() for root in running.roots)
    write_health(running.workspace.archive.root, heartbeat, held, states, running.error)
