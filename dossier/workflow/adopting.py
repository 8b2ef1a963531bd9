"""Move an archive to another edition: plan, record in the ledger, set the key; and back again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.crosswalks import Crosswalk
from dossier.model.editions import Edition
from dossier.model.events import (
    ClaimsCarried,
    EditionAdopted,
    Entry,
    Event,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.records import Claim, Record
from dossier.rules.carrying import Carried, Loss, carried_waivers, carry, without_material
from dossier.rules.crosswalk import crosswalk
from dossier.shipped import edition_ids, edition_text, load_edition
from dossier.workflow.workspace import Workspace

SetEdition = Callable[[str], None]
"""Writes the edition's name into ``dossier.toml``; given by the face."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What adopting an edition does: ``name`` goes into ``dossier.toml``, ``file`` is the text of
    an own edition that is copied into the archive. ``bare`` are asks without material.
    """

    old: Edition
    new: Edition
    name: str
    file: str
    crosswalk: Crosswalk
    carried: tuple[Carried, ...]
    waivers: tuple[tuple[Waived, tuple[Waived, ...]], ...]
    bare: tuple[str, ...]
    fresh: tuple[str, ...]

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Evidence that proves nothing any more."""
        return tuple(loss for item in self.carried for loss in item.losses)


@dataclass(frozen=True, slots=True)
class Undone:
    """An adoption taken back: the edition in force again, records restored, and those whose
    claims had changed since, where both were kept.
    """

    edition: str
    restored: int
    changed: tuple[str, ...]


def plan_adoption(
    workspace: Workspace, name: str, settled: Mapping[str, Sequence[str]] | None = None
) -> Adoption:
    """Everything adopting ``name`` (a shipped id or a file) would do; nothing is written."""
    new = load_edition(name)
    old = workspace.edition
    walk = crosswalk(old, new, settled)
    successors = walk.successors
    records = workspace.archive.catalogue.records()
    test_date = workspace.settings.duty.test_date
    day = dt.date.fromisoformat(test_date) if test_date else None
    carried = [carry(record, successors, new, day) for record in records]
    moved = tuple(item for item in carried if item)
    return Adoption(
        old=old,
        new=new,
        name=_kept_name(workspace.archive.root, name, new),
        file="" if name in edition_ids() else edition_text(name),
        crosswalk=walk,
        carried=moved,
        waivers=tuple(carried_waivers(workspace.archive.catalogue.waivers(), successors)),
        bare=without_material(new, _claimed(records, moved)),
        fresh=tuple(code for link in walk.links if not link.old for code in link.new),
    )


def adopt(workspace: Workspace, plan: Adoption, set_edition: SetEdition) -> int:
    """Carry the plan out and return the ledger position of the adoption.

    The edition's own file first, then the ledger in one batch, then ``dossier.toml``. Where the
    last step failed, adopting again only sets the key.
    """
    last = _in_force(workspace)
    if last is not None and _event(last).edition == plan.name != workspace.settings.edition:
        set_edition(plan.name)
        return last.seq
    if plan.old.digest == plan.new.digest:
        raise UsageError(
            N_("{edition} is already in force"),
            N_("name another edition; see: dossier edition list"),
            edition=plan.new.id,
        )
    if plan.file:
        _keep_file(workspace.archive.root / plan.name, plan.file)
    events: list[Event] = [
        EditionAdopted(
            edition=plan.name,
            digest=plan.new.digest,
            previous=workspace.settings.edition,
            previous_digest=plan.old.digest,
            crosswalk=plan.crosswalk.successors,
        )
    ]
    events += [ClaimsCarried(item.record, item.claims, item.before) for item in plan.carried]
    for waiver, others in plan.waivers:
        events += [WaiverWithdrawn(waiver.requirement, waiver.unit), *others]
    with workspace.archive.writing() as writer:
        _require_unchanged(workspace, plan)
        entries = writer.record(events, at=workspace.now(), by=workspace.actor)
    set_edition(plan.name)
    return entries[0].seq


def undo_adoption(workspace: Workspace, set_edition: SetEdition) -> Undone:
    """Take the last adoption back: claims, waivers and the edition as they were before.

    Claims made since on codes the earlier edition knows are kept beside the restored ones.
    """
    last, latest = _in_force(workspace), _latest(workspace)
    if latest and latest.undoes and latest.edition != workspace.settings.edition:
        set_edition(latest.edition)
        return Undone(latest.edition, 0, ())
    if last is None:
        raise UsageError(
            N_("no adoption can be taken back"),
            N_("see what was done with: dossier show ID --history"),
        )
    adopted = _event(last)
    batch = _batch(workspace, last)
    known = {item.code for item in load_edition(_located(workspace, adopted.previous)).requirements}
    events: list[Event] = [
        EditionAdopted(
            edition=adopted.previous,
            digest=adopted.previous_digest,
            previous=adopted.edition,
            previous_digest=adopted.digest,
            undoes=last.seq,
        )
    ]
    changed: list[str] = []
    restored = 0
    for event in batch:
        if isinstance(event, ClaimsCarried):
            record = workspace.archive.catalogue.record(event.record)
            if record is None:
                continue
            since = _since(record, event, known)
            changed += [record.id] if record.claims != event.claims else []
            restored += 1
            events.append(ClaimsCarried(record.id, (*event.before, *since), record.claims))
    events += _waivers_back(workspace, batch, last.seq)
    with workspace.archive.writing() as writer:
        writer.record(events, at=workspace.now(), by=workspace.actor)
    set_edition(adopted.previous)
    return Undone(adopted.previous, restored, tuple(changed))


def _since(record: Record, event: ClaimsCarried, known: set[str]) -> list[Claim]:
    """Claims made after the adoption that still mean something."""
    fresh = (claim for claim in record.claims if claim not in event.claims)
    return [c for c in fresh if c.requirement in known and c not in event.before]


def _waivers_back(workspace: Workspace, batch: Sequence[Event], before: int) -> list[Event]:
    """The waivers of a batch the other way round, with the reasons they had in the ledger."""
    made = [event for event in batch if isinstance(event, Waived)]
    gone = {(e.requirement, e.unit) for e in batch if isinstance(e, WaiverWithdrawn)}
    held: dict[tuple[str, str], Waived] = {}
    for entry in workspace.archive.ledger.entries():
        if entry.seq < before and isinstance(entry.event, Waived):
            held[entry.event.requirement, entry.event.unit] = entry.event
    back: list[Event] = [WaiverWithdrawn(item.requirement, item.unit) for item in made]
    return back + [waiver for key, waiver in held.items() if key in gone]


def _in_force(workspace: Workspace) -> Entry | None:
    """The last adoption that was not taken back."""
    found: dict[int, Entry] = {}
    for entry in workspace.archive.ledger.entries():
        if isinstance(entry.event, EditionAdopted):
            if entry.event.undoes is None:
                found[entry.seq] = entry
            else:
                found.pop(entry.event.undoes, None)
    return found[max(found)] if found else None


def _latest(workspace: Workspace) -> EditionAdopted | None:
    """The last step of any adoption, there or back."""
    latest = None
    for entry in workspace.archive.ledger.entries():
        if isinstance(entry.event, EditionAdopted):
            latest = entry.event
    return latest


def _event(entry: Entry) -> EditionAdopted:
    assert isinstance(entry.event, EditionAdopted)
    return entry.event


def _batch(workspace: Workspace, adoption: Entry) -> list[Event]:
    """What was recorded together with an adoption."""
    batch: list[Event] = []
    for entry in workspace.archive.ledger.entries(adoption.seq):
        kinds = ClaimsCarried | Waived | WaiverWithdrawn
        if entry.at != adoption.at or not isinstance(entry.event, kinds):
            break
        batch.append(entry.event)
    return batch


def _claimed(records: Sequence[Record], moved: Sequence[Carried]) -> set[str]:
    """Codes of the new edition for which evidence is there and was not lost."""
    after = {item.record: item.claims for item in moved}
    lost = {(loss.record, loss.new) for item in moved for loss in item.losses}
    return {
        claim.requirement
        for record in records
        for claim in after.get(record.id, record.claims)
        if (record.id, claim.requirement) not in lost
    }


def _require_unchanged(workspace: Workspace, plan: Adoption) -> None:
    for item in plan.carried:
        record = workspace.archive.catalogue.record(item.record)
        if record is None or record.claims != item.before:
            raise UsageError(
                N_("the archive changed while the plan was made"), N_("run the command again")
            )


def _kept_name(root: Path, name: str, new: Edition) -> str:
    """What ``dossier.toml`` will say: a shipped id, or a file in the archive's ``schema``."""
    if name in edition_ids():
        return name
    path = Path("schema") / f"{new.id}.yaml"
    held = root / path
    if held.is_file() and f"sha256:{hashlib.sha256(held.read_bytes()).hexdigest()}" != new.digest:
        path = path.with_name(f"{new.id}-{new.digest.removeprefix('sha256:')[:8]}.yaml")
    return path.as_posix()


def _located(workspace: Workspace, name: str) -> str:
    path = workspace.settings.resolve(name)
    return str(path) if path.is_file() else name


def _keep_file(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(text.encode())
        part.replace(path)
    except OSError as error:
        raise UsageError(
            N_("{path} cannot be used: {detail}"),
            N_("check the name and the rights on the file and its folder"),
            path=str(path),
            detail=error.strerror or type(error).__name__,
        ) from error
