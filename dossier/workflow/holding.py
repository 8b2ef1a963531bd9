"""Bring ready documents' content into the store, containers with their members; no ledger yet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dossier.errors import NoSpace
from dossier.extract.signatures import identify
from dossier.intake.containers import Limits, Member, Outcome, container_format, open_container
from dossier.model.events import Seen
from dossier.model.findings import Finding
from dossier.model.fixity import Fixity
from dossier.model.records import Source
from dossier.rules.appraisal import PROGRAM_FORMATS
from dossier.workflow.look import Ready, ignore_rules
from dossier.workflow.workspace import Workspace

_UNOPENABLE = ("E111",)
"""A container that exceeds a limit is refused; one that is locked or damaged is kept as it is."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document whose content is in the store, or one that is refused.

    ``format`` is the format by signature; ``members`` are the documents inside a container.
    """

    source: Source
    seen: Seen
    fixity: Fixity | None = None
    format: str = ""
    refusal: Finding | None = None
    rule: str = ""
    members: tuple[Held, ...] | None = None


def hold_batch(workspace: Workspace, batch: Sequence[Ready]) -> tuple[list[Held], dict[str, str]]:
    """Hold what can be held; returns it and the paths that must wait with the reason.

    A full disk ends the batch: what is held stays held, the rest waits.
    """
    held: list[Held] = []
    waiting: dict[str, str] = {}
    for position, ready in enumerate(batch):
        try:
            item = _hold(workspace, ready)
        except NoSpace:
            waiting |= {later.source.path: "space" for later in batch[position:]}
            break
        if item is None:
            waiting[ready.source.path] = "changed"
        else:
            held.append(item)
    return held, waiting


def _hold(workspace: Workspace, ready: Ready) -> Held | None:
    try:
        container = container_format(ready.path)
        file_format = identify(ready.path).name
        if file_format in PROGRAM_FORMATS:
            return _refused(ready, Finding("E102", parameters={"format": file_format}))
        fixity = _put_unchanged(workspace, ready)
    except FileNotFoundError:
        return None
    except OSError as error:
        detail = error.strerror or str(error)
        return _refused(ready, Finding("E108", parameters={"detail": detail}))
    if fixity is None:
        return None
    held = Held(ready.source, ready.seen, fixity, file_format)
    return _with_members(workspace, held, container) if container else held


def _refused(ready: Ready, finding: Finding) -> Held:
    return Held(ready.source, ready.seen, refusal=finding)


def _put_unchanged(workspace: Workspace, ready: Ready) -> Fixity | None:
    with ready.path.open("rb") as stream:
        fixity, _created = workspace.archive.store.put(stream)
    status = ready.path.stat()
    unchanged = Seen(status.st_size, status.st_mtime_ns) == ready.seen
    return fixity if unchanged and fixity.size == ready.seen.size else None


def _with_members(workspace: Workspace, held: Held, container: str) -> Held | None:
    assert held.fixity is not None
    with (
        _scratch(workspace) as scratch,
        workspace.archive.store.local(held.fixity.digest) as content,
    ):
        bounds = workspace.settings.containers
        limits = Limits(bounds.depth, bounds.members, bounds.total_bytes, bounds.ratio)
        expansion = open_container(content, container, scratch, limits, ignore_rules(workspace))
        if expansion.finding is not None:
            refused = expansion.finding.code in _UNOPENABLE
            return Held(
                held.source,
                held.seen,
                held.fixity,
                held.format,
                refusal=expansion.finding if refused else None,
            )
        members = tuple(_member(workspace, held.source, item) for item in expansion.members)
    return Held(held.source, held.seen, held.fixity, held.format, members=members)


def _member(workspace: Workspace, outer: Source, member: Member) -> Held:
    source = Source(outer.inbox, outer.path, member.chain)
    seen = Seen(member.size, member.mtime_ns)
    if member.outcome is Outcome.IGNORED:
        return Held(source, seen, rule=member.rule)
    if member.outcome is Outcome.REFUSED:
        return Held(source, seen, refusal=member.finding)
    if member.outcome is Outcome.CONTAINER or member.path is None:
        return Held(source, seen, members=())
    file_format = identify(member.path).name
    if file_format in PROGRAM_FORMATS:
        return Held(source, seen, refusal=Finding("E102", parameters={"format": file_format}))
    with member.path.open("rb") as stream:
        fixity, _created = workspace.archive.store.put(stream)
    return Held(source, seen, fixity, file_format)


@contextmanager
def _scratch(workspace: Workspace) -> Iterator[Path]:
    derived = workspace.archive.root / "derived"
    derived.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="unpack-", dir=derived))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
