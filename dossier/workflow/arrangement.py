"""Before anything is taken in: refuse unsafe arrangements, sweep what crashes left."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from dossier.archive.platform import filesystem_kind, is_network
from dossier.i18n import N_
from dossier.intake.containment import require_safe
from dossier.intake.local import has_remote_part
from dossier.model.settings import Settings
from dossier.workflow.holding import UNPACK_PREFIX
from dossier.workflow.workspace import Workspace

LEFTOVER_SECONDS = 3600.0
"""Temporary files nobody wrote to for so long belong to a process that is gone."""

SCARCE_BYTES = 200 * 1024**2


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that works but should not stay so. ``code`` is stable; ``message`` and ``hint``
    are message ids filled with ``parameters``.
    """

    code: str
    message: str
    hint: str
    parameters: dict[str, object]


def prepare(workspace: Workspace) -> list[Caution]:
    """Refuse unsafe arrangements, sweep leftovers, and say what should be changed.

    Raises UnsafeArrangement.
    """
    require_safe(workspace.settings.root, workspace.settings.inboxes)
    sweep(workspace)
    return warnings(workspace.settings)


def sweep(workspace: Workspace) -> int:
    """Remove temporary files and scratch folders that crashes left; how many there were.

    What was written to within the last hour is another process's and stays.
    """
    before = workspace.clock().timestamp() - LEFTOVER_SECONDS
    swept = len(workspace.archive.store.sweep(before))
    for folder in workspace.archive.layout.derived.glob(f"{UNPACK_PREFIX}*"):
        if _last_touched(folder) < before:
            shutil.rmtree(folder, ignore_errors=True)
            swept += 1
    return swept


def _last_touched(folder: Path) -> float:
    times = [folder.stat().st_mtime]
    times += [path.stat().st_mtime for path in folder.iterdir()]
    return max(times)


def warnings(settings: Settings, mounts: Path = Path("/proc/mounts")) -> list[Caution]:
    """What is unwise about where the archive and its inboxes lie."""
    found = []
    kind = filesystem_kind(settings.root, mounts)
    if is_network(kind):
        found.append(
            Caution(
                "archive-on-network",
                N_("the archive lies on a network file system ({kind})"),
                N_("keep the archive on a local disk; only inboxes may be on a share"),
                {"kind": kind or ""},
            )
        )
    free = shutil.disk_usage(settings.root).free
    if free < SCARCE_BYTES:
        found.append(
            Caution(
                "disk-nearly-full",
                N_("only {free} MB are free on the archive's disk"),
                N_("make room on this disk before taking more in"),
                {"free": free // 1024**2},
            )
        )
    found += [_about_inbox(inbox) for inbox in settings.inboxes if _needs_polling(inbox)]
    return found


def _needs_polling(inbox: Path) -> bool:
    return inbox.is_dir() and has_remote_part(inbox)


def _about_inbox(inbox: Path) -> Caution:
    return Caution(
        "inbox-on-network",
        N_("the inbox {root} is a share: no events arrive from it"),
        N_("nothing to do; it is looked at every few seconds instead"),
        {"root": str(inbox)},
    )
