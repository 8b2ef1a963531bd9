"""Records as papers to be placed: what is known of them, put together for the rules."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.model.records import Record
from dossier.rules.letterheads import organ_of
from dossier.rules.ranking import Paper, folders_of
from dossier.rules.timetable import dated
from dossier.rules.unit_names import match_unit
from dossier.workflow.workspace import Workspace

TEXT = 3000
"""How many characters of a text are looked at: a paper says at its beginning what it is about."""

_SIGNATURE = 4
_CERTAIN = frozenset({"person", "folder"})


def texts_of(workspace: Workspace, records: Sequence[Record]) -> dict[str, str]:
    """The beginnings of the texts of records, by record id; garbled ones are left out."""
    readable = [r for r in records if r.description.usable is not False]
    texts = workspace.archive.texts.get_many(record.fixity.digest for record in readable)
    found = ((record.id, texts.get(record.fixity.digest, "")) for record in readable)
    return {record: text[:TEXT] for record, text in found if text}


def paper_of(workspace: Workspace, record: Record, text: str) -> Paper:
    """A record as the rules see it. Without a known unit the head's or signature's is a guess."""
    known = record.description
    unit = record.unit or _guessed_unit(workspace, record, text)
    return Paper(
        name=record.name,
        folders=folders_of(record.source),
        title=known.title or "",
        text=text,
        unit=unit,
        unit_sure=record.unit is not None,
        category=next((item.category for item in workspace.units if item.name == unit), ""),
        kind=known.kind,
        kind_sure=known.origins.get("kind") in _CERTAIN,
        format=known.format,
        dates=dated(record, (kind.id for kind in workspace.edition.kinds)),
    )


def _guessed_unit(workspace: Workspace, record: Record, text: str) -> str | None:
    """The unit a letterhead, a title's beginning or a signature names, when it names just one."""
    title = (record.description.title or "").partition("关于")[0]
    lines = [line for line in text.splitlines() if line.strip()]
    signed = (organ_of(line) for line in reversed(lines[-_SIGNATURE:]))
    said = (record.description.issuer, organ_of(title), *signed)
    found = (match_unit(name, workspace.units).unit for name in said if name)
    return next((unit for unit in found if unit), None)
