"""One watched inbox: look where events hint, take in what is finished, keep what must wait.

Each inbox has a thread of its own, so that a share that hangs holds up nobody else; everything
here but :meth:`RootIntake.state` and :meth:`RootIntake.held` belongs to that thread.
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections import deque
from pathlib import Path
from typing import Self

from dossier.errors import DossierError, NoSpace, RootUnavailable
from dossier.i18n import N_
from dossier.intake.watcher import Look, Options, RootHealth, Watcher
from dossier.intake.wholeness import look_at_ends
from dossier.rules.stability import StabilityTracker, Standing, Wait
from dossier.workflow.health import Note, RootState, WaitingFile
from dossier.workflow.look import Eye, LookAtEnds, Sorted, shown_waiting
from dossier.workflow.take_in import IntakeReport, take_sorted
from dossier.workflow.workspace import Workspace

_RETRY = 15.0
_NOTES = 20
_HUNG_SECONDS = 300.0
_SILENT = N_("this inbox has not answered for minutes")


class RootIntake:
    """Watches one inbox and takes in what is finished.

    ``before`` are notes of an earlier watch, carried on. Use as a context manager.
    """

    def __init__(
        self,
        workspace: Workspace,
        root: Path,
        ends: LookAtEnds = look_at_ends,
        before: tuple[Note, ...] = (),
        options: Options | None = None,
    ) -> None:
        settings = workspace.settings.intake
        self.root = root
        self.watcher = Watcher([root], options=options or _options(workspace))
        self._workspace = workspace
        self._tracker = StabilityTracker(settings.settle_seconds, settings.patience_seconds)
        self._eye = Eye(workspace, root, self._tracker, ends)
        self._notes = deque(before, maxlen=_NOTES)
        self._details: dict[str, str] = {}
        self._error = ""
        self._last: RootHealth | None = None
        self._offline_since: str | None = None
        self._waiting: dict[str, Standing] = {}
        self._busy_since: float | None = None

    def __enter__(self) -> Self:
        self.watcher.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self.watcher.__exit__(*exception)

    def round(self) -> IntakeReport | None:
        """Do what is due now; the report of it when anything was decided."""
        now = self._workspace.clock().timestamp()
        self._busy_since = now
        report = IntakeReport()
        due = self.watcher.due(now)
        self._note_changes()
        for look in due:
            self._guarded(look, report, now)
        self._waiting = self._tracker.waiting()
        self._busy_since = None
        return report if report.counts or report.records or report.moved else None

    def _guarded(self, due: Look, report: IntakeReport, now: float) -> None:
        """One look; whatever goes wrong is noted and tried again, and the watch goes on."""
        try:
            self._look(due.subtree, report)
            self._error = ""
        except RootUnavailable as error:
            self.watcher.unavailable(due.root, error)
            self._note_changes()
        except DossierError as error:
            self._fail(due, now, str(error))
        except Exception as error:  # noqa: BLE001 - one look must not end the watch; it is recorded
            self._fail(due, now, f"{type(error).__name__}: {error}")
            traceback.print_exc()

    def _fail(self, due: Look, now: float, error: str) -> None:
        if error != self._error:
            self._note("error", error)
        self._error = error
        self.watcher.again(due.root, due.subtree, now + _RETRY)

    def _look(self, subtree: str, report: IntakeReport) -> None:
        seen = self._eye.look(subtree)
        take_sorted(self._workspace, self.root, seen, report)
        self._settle(seen, report)
        self._tracker.forget_vanished(seen.met, subtree)
        for path, standing in self._tracker.waiting().items():
            self.watcher.again(str(self.root), path, standing.look_at)

    def _settle(self, seen: Sorted, report: IntakeReport) -> None:
        """Forget what was decided on; hold what turned out not to be ready, with back-off."""
        now = self._workspace.clock().timestamp()
        for ready in seen.ready:
            path = ready.source.path
            shown = next(iter(shown_waiting(self._workspace, self.root, {path: Wait.CHANGED})))
            reason = report.waiting.get(shown)
            self._details.pop(path, None)
            if reason is None:
                self._tracker.forget(path)
            else:
                self._tracker.hold(path, Wait(reason), now)
                self._details[path] = report.details.get(path, "")
        if any(wait == Wait.SPACE for wait in report.waiting.values()):
            raise NoSpace(
                N_("the disk that holds {path} is full"),
                N_("free some space; what waits is then taken in without anybody's help"),
                path=str(self._workspace.archive.root),
            )

    def _note_changes(self) -> None:
        """Write down what happened to the root since the last time."""
        (now,) = self.watcher.health()
        before, self._last = self._last, now
        if before is None:
            if not now.online:
                self._went(now.error)
            return
        if before.online and not now.online:
            self._went(now.error)
        elif now.online and not before.online:
            self._note("online", self._offline_since or "")
            self._offline_since = None
        if now.lost > before.lost:
            self._note("lost")
        if now.repairs > before.repairs:
            self._note("repaired")

    def _went(self, error: str) -> None:
        self._offline_since = self._workspace.now()
        self._note("offline", error)

    def _note(self, kind: str, detail: str = "") -> None:
        self._notes.append(Note(self._workspace.now(), kind, detail))

    def state(self) -> RootState:
        """How this inbox is doing; may be asked from another thread."""
        (health,) = self.watcher.health()
        hung = self._hangs()
        return RootState(
            root=health.root,
            mode=str(health.mode),
            online=health.online,
            last_event=_iso(health.last_event),
            last_rescan=_iso(health.last_rescan),
            lost=health.lost,
            error=_SILENT if hung else self._error or health.error,
            repairs=health.repairs,
            offline_since=self._offline_since,
            notes=tuple(self._notes),
        )

    def _hangs(self) -> bool:
        """Whether one round has lasted so long that the share may be dead."""
        since = self._busy_since
        return since is not None and self._workspace.clock().timestamp() - since > _HUNG_SECONDS

    def held(self) -> tuple[WaitingFile, ...]:
        """The documents that wait, each with its reason and next try; from any thread."""
        return tuple(
            WaitingFile(
                str(self.root),
                path,
                str(standing.wait),
                _iso(standing.since) or "",
                standing.tries,
                _iso(standing.look_at) or "",
                self._details.get(path, ""),
            )
            for path, standing in self._waiting.items()
        )


def _options(workspace: Workspace) -> Options:
    settings = workspace.settings.intake
    return Options(settle=settings.settle_seconds, full_every=settings.rescan_seconds)


def _iso(timestamp: float | None) -> str | None:
    if timestamp is None:
        return None
    return dt.datetime.fromtimestamp(timestamp).astimezone().isoformat(timespec="seconds")
