"""Bring ready documents' content into the store, containers with their members; no ledger yet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from dossier.errors import DossierError, NoSpace
from dossier.extract.signatures import identify
from dossier.intake.containers import (
    Expansion,
    Limits,
    Member,
    Outcome,
    can_open,
    container_format,
    open_container,
)
from dossier.model.events import Seen
from dossier.model.findings import Finding
from dossier.model.fixity import Fixity
from dossier.model.records import Source
from dossier.rules.appraisal import PROGRAM_FORMATS
from dossier.rules.stability import Wait
from dossier.workflow.look import Ready, ignore_rules
from dossier.workflow.workspace import Workspace

UNPACK_PREFIX = "unpack-"
"""Scratch folders below ``derived`` that hold a container's members for a moment."""

_REFUSES_ALL = ("E111", "E115")
"""A container that exceeds a limit or that nothing opens is refused; one that is locked or
damaged is kept as it is, with the finding."""

_RECORDS_TOO = ("eml", "msg")
"""Containers that are documents themselves: a mail with its attachments."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document whose content is in the store, or one that is refused or ignored.

    ``format`` is the format by signature; ``members`` are the documents inside a container, and
    ``itself`` says that the container is a document too.
    """

    source: Source
    seen: Seen
    fixity: Fixity | None = None
    format: str = ""
    refusal: Finding | None = None
    rule: str = ""
    members: tuple[Held, ...] | None = None
    itself: bool = False
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Batch:
    """What is held, and the paths that must wait, with the system's words where it said some."""

    held: list[Held] = field(default_factory=list)
    waiting: dict[str, Wait] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)


def hold_batch(workspace: Workspace, batch: Sequence[Ready]) -> Batch:
    """Hold what can be held. A full disk ends the batch: what is held stays held, the rest waits.

    One document never stops the next: an error nobody foresaw refuses that document (E116).
    """
    result = Batch()
    for position, ready in enumerate(batch):
        path = ready.source.path
        try:
            held = _hold(workspace, ready)
        except NoSpace:
            late = [later.source.path for later in batch[position:]]
            result.waiting |= dict.fromkeys(late, Wait.SPACE)
            break
        except FileNotFoundError:
            result.waiting[path] = Wait.CHANGED
        except OSError as error:
            result.waiting[path] = Wait.UNREADABLE
            result.details[path] = error.strerror or str(error)
        except DossierError:
            raise
        except Exception as error:  # noqa: BLE001 - one file must not stop the next; it is recorded
            detail = f"{type(error).__name__}: {error}"
            result.held.append(_refused(ready, Finding("E116", parameters={"detail": detail})))
        else:
            if held is None:
                result.waiting[path] = Wait.CHANGED
            else:
                result.held.append(held)
    return result


def _hold(workspace: Workspace, ready: Ready) -> Held | None:
    file_format = identify(ready.path).name
    if file_format in PROGRAM_FORMATS:
        return _refused(ready, Finding("E102", parameters={"format": file_format}))
    container = container_format(ready.path, ready.source.name)
    if container and not can_open(container):
        return _refused(ready, Finding("E115", parameters={"format": container.upper()}))
    fixity = _put_unchanged(workspace, ready)
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


def _with_members(workspace: Workspace, held: Held, container: str) -> Held:
    assert held.fixity is not None
    with expanded(workspace, held.fixity.digest, container, held.source.name) as expansion:
        if (finding := expansion.finding) is not None:
            if finding.code in _REFUSES_ALL:
                return replace(held, refusal=finding)
            return replace(held, findings=(finding,))
        members = tuple(_member(workspace, held.source, item) for item in expansion.members)
    itself = container in _RECORDS_TOO
    if itself and not members:
        return held
    return replace(held, members=members, itself=itself)


@contextmanager
def expanded(
    workspace: Workspace, digest: str, container: str, name: str, encoding: str | None = None
) -> Iterator[Expansion]:
    """The members of a stored container, in a scratch folder that lasts as long as the block.

    ``encoding`` decides how its names are read, None lets each name decide.
    """
    bounds = workspace.settings.containers
    limits = Limits(bounds.depth, bounds.members, bounds.total_bytes, bounds.ratio)
    rules = ignore_rules(workspace)
    with _scratch(workspace) as scratch, workspace.archive.store.local(digest) as content:
        yield open_container(content, container, scratch, limits, rules, encoding, name)


def _member(workspace: Workspace, outer: Source, member: Member) -> Held:
    source = Source(outer.inbox, outer.path, member.chain)
    seen = Seen(member.size, member.mtime_ns)
    findings = (member.finding,) if member.finding else ()
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
    return Held(source, seen, fixity, file_format, findings=findings)


@contextmanager
def _scratch(workspace: Workspace) -> Iterator[Path]:
    derived = workspace.archive.layout.derived
    derived.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=UNPACK_PREFIX, dir=derived))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
