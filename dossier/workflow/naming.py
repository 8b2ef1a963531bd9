"""Correct the name of a container's member that was decoded wrongly; nobody sends anything again.

The container's bytes are in the store, so its names are read once more, the way a person says.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import replace

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.intake.containers import container_format
from dossier.model.events import Claimed, ContainerOpened, Event, FieldsSet
from dossier.model.records import Claim, Record, Source
from dossier.rules.attribution import attribute
from dossier.rules.placing import slot_kind
from dossier.workflow.holding import expanded
from dossier.workflow.triage import find_records
from dossier.workflow.workspace import Workspace

COMMON = {"gbk": "gb18030", "gb2312": "gb18030", "utf8": "utf-8"}
"""Names people use, and the encoding that reads everything they mean."""


def correct_names(workspace: Workspace, ids: Sequence[str], encoding: str) -> list[Record]:
    """Name records as their container's bytes say in this encoding; claims follow the new name.

    Raises UsageError for an unknown encoding, for a record that is no member of a container, and
    for one whose container cannot be found any more.
    """
    chosen = _encoding(encoding)
    records = find_records(workspace, ids)
    events: list[Event] = []
    for record in records:
        source = replace(record.source, chain=_chain_in(workspace, record, chosen))
        events.append(FieldsSet(record.id, {"name": source.name}))
        events += _claims(workspace, record, source)
    with workspace.archive.writing() as writer:
        writer.record(events, at=workspace.now(), by=workspace.actor)
    return find_records(workspace, ids)


def _encoding(name: str) -> str:
    chosen = COMMON.get(name.lower().replace("-", ""), name)
    try:
        return codecs.lookup(chosen).name
    except LookupError as error:
        raise UsageError(
            N_("{name} is not a known encoding"),
            N_("use gbk, big5 or utf-8"),
            name=name,
        ) from error


def _chain_in(workspace: Workspace, record: Record, encoding: str) -> tuple[str, ...]:
    """The member's chain with every name read in this encoding: members keep their order."""
    digest = _container(workspace, record)
    name = record.source.path.rpartition("/")[2]
    with workspace.archive.store.local(digest) as content:
        container = container_format(content, name) or ""
    with expanded(workspace, digest, container, name) as expansion:
        chains = [member.chain for member in expansion.members]
    with expanded(workspace, digest, container, name, encoding) as expansion:
        others = [member.chain for member in expansion.members]
    if record.source.chain not in chains or len(chains) != len(others):
        raise _lost(record)
    return others[chains.index(record.source.chain)]


def _container(workspace: Workspace, record: Record) -> str:
    """The digest of the container the record came in, while that is the one at its path."""
    source = record.source
    state = workspace.archive.catalogue.source(source.inbox, source.path)
    if not source.chain:
        raise UsageError(
            N_("{id} did not come in a container, so its name was never decoded"),
            N_("only names inside ZIP files and mails can be read in another encoding"),
            id=record.id,
        )
    event = workspace.archive.ledger.entry(state.seq).event if state else None
    if not isinstance(event, ContainerOpened):
        raise _lost(record)
    return event.fixity.digest


def _lost(record: Record) -> UsageError:
    return UsageError(
        N_("the container of {id} cannot be found any more"),
        N_("it was replaced by another one at the same place; correct the record of that one"),
        id=record.id,
    )


def _claims(workspace: Workspace, record: Record, source: Source) -> list[Event]:
    """Claims the corrected name makes and the record does not have yet."""
    edition = workspace.edition
    found = attribute(source, workspace.codes, workspace.units, edition.kinds)
    events: list[Event] = []
    for code in found.codes:
        requirement = edition.requirement(code.code)
        if requirement is None or code.code in record.requirements:
            continue
        kind = slot_kind(
            requirement,
            said=found.kind,
            guessed=record.description.kind,
            file_format=record.description.format,
        )
        reason = f"{code.origin}: {code.text}"
        events.append(Claimed(record.id, Claim(code.code, kind, record.unit, "rule", reason)))
    return events
