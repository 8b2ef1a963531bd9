"""Take in for as long as it runs: look where events hint, look everywhere now and then."""

from __future__ import annotations

import datetime as dt
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dossier.errors import DossierError, RootUnavailable
from dossier.extract.pool import ReaderPool
from dossier.intake.containment import require_safe
from dossier.intake.watcher import Look, Options, RootHealth, Watcher
from dossier.rules.stability import StabilityTracker
from dossier.workflow.describe import readers
from dossier.workflow.health import RootState, write_health
from dossier.workflow.look import Target, look
from dossier.workflow.take_in import IntakeReport, make_usable, take_sorted
from dossier.workflow.workspace import Workspace

_TICK = 1.0
_HEARTBEAT = 10.0
_RETRY = 15.0


@dataclass(slots=True)
class _Watch:
    """One running watch: trackers by root, what waits, what went wrong last."""

    workspace: Workspace
    watcher: Watcher
    pool: ReaderPool
    on_report: Callable[[IntakeReport], None]
    trackers: dict[str, StabilityTracker]
    errors: dict[str, str] = field(default_factory=dict)
    told_at: float = float("-inf")


def watch(
    workspace: Workspace,
    stop: threading.Event,
    on_report: Callable[[IntakeReport], None],
    on_start: Callable[[Watcher], None] = lambda _watcher: None,
) -> None:
    """Watch every inbox until ``stop`` is set.

    ``on_report`` gets every pass that decided something; ``on_start`` the watcher, whose ``wake``
    ends a wait. Troubles of single files, lost events and vanished shares do not end it.
    """
    settings = workspace.settings.intake
    require_safe(workspace.settings.root, workspace.settings.inboxes)
    options = Options(settle=settings.settle_seconds, full_every=settings.rescan_seconds)
    roots = workspace.settings.inboxes
    with Watcher(roots, options=options) as watcher, readers(workspace) as pool:
        on_start(watcher)
        trackers = {
            str(root): StabilityTracker(settings.settle_seconds, settings.patience_seconds)
            for root in roots
        }
        running = _Watch(workspace, watcher, pool, on_report, trackers)
        while not stop.is_set():
            _round(running)
            watcher.wait(_TICK)
    write_health(workspace.archive.root, "", (), _states(running))


def _round(running: _Watch) -> None:
    now = running.workspace.clock().timestamp()
    report = IntakeReport()
    for due in running.watcher.due(now):
        _guarded(running, due, report, now)
    if report.records or report.counts:
        _guarded_usable(running, report)
        running.on_report(report)
        running.told_at = float("-inf")
    if now - running.told_at >= _HEARTBEAT:
        _tell(running, now)


def _guarded(running: _Watch, due: Look, report: IntakeReport, now: float) -> None:
    """One look; whatever goes wrong is noted and tried again, and the watch goes on."""
    try:
        _look(running, due, report)
        running.errors.pop(due.root, None)
    except RootUnavailable as error:
        running.watcher.unavailable(due.root, error)
    except DossierError as error:
        running.errors[due.root] = str(error)
        running.watcher.again(due.root, due.subtree, now + _RETRY)
    except Exception:  # noqa: BLE001 - one file must not end the watch; the trace is kept
        running.errors[due.root] = traceback.format_exc(limit=3)
        running.watcher.again(due.root, due.subtree, now + _RETRY)


def _look(running: _Watch, due: Look, report: IntakeReport) -> None:
    tracker = running.trackers[due.root]
    seen = look(running.workspace, Target(Path(due.root), due.subtree), tracker)
    take_sorted(running.workspace, seen, report)
    for ready in seen.ready:
        if ready.source.path not in report.waiting:
            tracker.forget(ready.source.path)
    tracker.forget_vanished(seen.seen_paths, due.subtree)
    for path, standing in tracker.waiting().items():
        running.watcher.again(due.root, path, standing.look_at)


def _guarded_usable(running: _Watch, report: IntakeReport) -> None:
    try:
        make_usable(running.workspace, report, lambda _done, _total: None, running.pool)
    except DossierError as error:
        for root in running.trackers:
            running.errors[root] = str(error)


def _tell(running: _Watch, now: float) -> None:
    running.told_at = now
    waiting = tuple(path for tracker in running.trackers.values() for path in tracker.waiting())
    heartbeat = running.workspace.now()
    write_health(running.workspace.archive.root, heartbeat, waiting, _states(running))


def _states(running: _Watch) -> tuple[RootState, ...]:
    return tuple(
        _state(health, running.errors.get(health.root, "")) for health in running.watcher.health()
    )


def _state(health: RootHealth, error: str) -> RootState:
    return RootState(
        root=health.root,
        mode=str(health.mode),
        online=health.online,
        last_event=_iso(health.last_event),
        last_rescan=_iso(health.last_rescan),
        lost=health.lost,
        error=error or health.error,
    )


def _iso(timestamp: float | None) -> str | None:
    if timestamp is None:
        return None
    return dt.datetime.fromtimestamp(timestamp).astimezone().isoformat(timespec="seconds")
