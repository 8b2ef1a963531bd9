"""Reports for people: ledger, gaps, assignments, returns, notices, digest, catalogue."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dossier.codec.ledger_lines import body_of, event_type
from dossier.i18n import N_, Translator
from dossier.model.assessment import Assessment
from dossier.model.events import Entry
from dossier.model.records import Record, RecordFilter, RecordState
from dossier.model.tables import Cell, Paper, Table
from dossier.report.papers import FORMATS
from dossier.rules.duty_tables import (
    assignments_table,
    gaps_table,
    indicators_table,
    open_asks,
    units_table,
)
from dossier.rules.finding_table import TABLE
from dossier.workflow.assess import check
from dossier.workflow.triage import find_unit
from dossier.workflow.workspace import Workspace

USUAL_FORMAT = {
    "ledger": "xlsx",
    "gaps": "xlsx",
    "assignments": "xlsx",
    "returns": "docx",
    "notices": "docx",
    "digest": "html",
    "catalogue": "xlsx",
}
"""Every kind of report with the format it usually takes."""

_DIGEST_DAYS = 7


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every report is made from."""

    workspace: Workspace
    say: Translator
    as_of: dt.date
    unit: str | None

    def assessment(self) -> Assessment:
        return check(self.workspace, as_of=self.as_of)


def write_report(
    workspace: Workspace,
    kind: str,
    *,
    as_of: dt.date,
    unit: str | None = None,
    to: Path | None = None,
    file_format: str | None = None,
) -> Path:
    """Write one report into ``to`` (None: the archive's ``reports``) and return its path.

    An earlier report of the same kind, unit and day is replaced.
    """
    name = find_unit(workspace, unit) if unit else None
    desk = _Desk(workspace, Translator(workspace.settings.language), as_of, name)
    paper = _KINDS[kind](desk)
    chosen = file_format or USUAL_FORMAT[kind]
    folder = to or workspace.archive.root / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    stem = "_".join(part for part in (paper.title, name, as_of.isoformat()) if part)
    target = folder / f"{stem}.{chosen}"
    temporary = target.with_suffix(".writing")
    temporary.write_bytes(FORMATS[chosen](paper))
    temporary.replace(target)
    return target


def _paper(desk: _Desk, title: str, *tables: Table) -> Paper:
    return Paper(desk.say(title), desk.as_of.isoformat(), tables)


def _gaps(desk: _Desk) -> Paper:
    assessment = desk.assessment()
    gaps = gaps_table(assessment, desk.workspace.edition, desk.say, desk.unit)
    units = units_table(assessment, desk.say)
    shares = indicators_table(assessment, desk.say)
    return _paper(desk, N_("Missing material"), gaps, units, shares)


def _assignments(desk: _Desk) -> Paper:
    table = assignments_table(desk.assessment(), desk.workspace.edition, desk.say, desk.unit)
    return _paper(desk, N_("Duties of the units"), table)


def _notices(desk: _Desk) -> Paper:
    assessment = desk.assessment()
    owing = [desk.unit] if desk.unit else [u.unit for u in assessment.units if u.satisfied < u.owed]
    return _paper(
        desk, N_("Reminder notices"), *(_notice(desk, assessment, unit) for unit in owing)
    )


def _notice(desk: _Desk, assessment: Assessment, unit: str) -> Table:
    gaps = gaps_table(assessment, desk.workspace.edition, desk.say, unit)
    asked = desk.say(N_("{unit}: {count} asks are still open as of {date}. Please send:"))
    line = asked.format(
        unit=unit, count=len(open_asks(assessment, unit)), date=desk.as_of.isoformat()
    )
    return Table(unit, gaps.head, gaps.rows, (line,))


def _returns(desk: _Desk) -> Paper:
    catalogue = desk.workspace.archive.catalogue
    wanted = RecordFilter(unit=desk.unit, states=(RecordState.RETURNED,))
    by_unit: dict[str, list[tuple[Cell, ...]]] = {}
    for record in catalogue.records(wanted):
        row = (record.id, record.name, record.note, record.due or "")
        by_unit.setdefault(record.unit or "—", []).append(row)
    known = {
        name: unit.name for unit in desk.workspace.units for name in (unit.name, *unit.aliases)
    }
    for refusal in catalogue.refusals():
        folder = refusal.source.path.partition("/")[0]
        unit = known.get(folder, folder)
        if refusal.standing and desk.unit in (None, unit):
            advice = desk.say.render(TABLE[refusal.code].message, refusal.parameters)
            by_unit.setdefault(unit, []).append(("—", str(refusal.source), advice, ""))
    head = (N_("Accession number"), N_("File"), N_("What is wrong"), N_("Answer by"))
    said = tuple(desk.say(label) for label in head)
    ask = (desk.say(N_("Please correct these and send them again.")),)
    tables = [Table(unit, said, tuple(rows), ask) for unit, rows in sorted(by_unit.items())]
    return _paper(desk, N_("Return slips"), *tables)


def _digest(desk: _Desk) -> Paper:
    assessment = desk.assessment()
    since = (desk.as_of - dt.timedelta(days=_DIGEST_DAYS)).isoformat()
    counts = Counter(
        event_type(entry.event)
        for entry in desk.workspace.archive.ledger.entries()
        if entry.at >= since
    )
    head = (desk.say(N_("Event")), desk.say(N_("Count")))
    line = desk.say(N_("Coverage {share:.1%}; {incomplete} asks incomplete.")).format(
        share=assessment.summary.coverage, incomplete=assessment.summary.incomplete
    )
    rows = tuple((name, count) for name, count in sorted(counts.items()))
    week = Table(desk.say(N_("The last seven days")), head, rows, (line,))
    gaps = gaps_table(assessment, desk.workspace.edition, desk.say)
    return _paper(desk, N_("Digest"), week, units_table(assessment, desk.say), gaps)


def _ledger(desk: _Desk) -> Paper:
    head = (N_("No."), N_("Time"), N_("By"), N_("Event"), N_("Accession number"), N_("Source"))
    said = tuple(desk.say(label) for label in (*head, N_("Detail")))
    rows = tuple(_entry_row(entry) for entry in desk.workspace.archive.ledger.entries())
    return _paper(desk, N_("Ledger"), Table(desk.say(N_("Ledger")), said, rows))


def _entry_row(entry: Entry) -> tuple[Cell, ...]:
    event = entry.event
    record = getattr(event, "record", None)
    source = getattr(event, "source", None)
    code = getattr(event, "code", None) or getattr(event, "reason", None)
    return (
        entry.seq,
        entry.at,
        entry.by,
        event_type(event),
        record or "",
        str(source) if source else "",
        str(code or json.loads(body_of(entry))["event"].get("state", "")),
    )


def _catalogue(desk: _Desk) -> Paper:
    records = desk.workspace.archive.catalogue.records(RecordFilter(unit=desk.unit))
    head = (
        N_("No."),
        N_("Accession number"),
        N_("Document number"),
        N_("Responsible body"),
        N_("Title"),
        N_("Date"),
        N_("Pages"),
        N_("Requirements"),
        N_("Remarks"),
    )
    rows = tuple(_archival_rows(records))
    said = tuple(desk.say(label) for label in head)
    table = Table(desk.say(N_("Catalogue of records")), said, rows)
    return _paper(desk, N_("Catalogue of records"), table)


def _archival_rows(records: list[Record]) -> Iterator[tuple[Cell, ...]]:
    """Columns of the 归档文件目录 (DA/T 22-2015); the date is eight digits."""
    for number, record in enumerate(records, 1):
        description = record.description
        date = description.dates.issued or description.dates.taken or ""
        yield (
            number,
            record.id,
            description.doc_number or "",
            description.issuer or record.unit or "",
            description.title or f"[{record.name}]",
            date.replace("-", ""),
            description.pages,
            " ".join(record.requirements),
            record.note,
        )


_KINDS: dict[str, Callable[[_Desk], Paper]] = {
    "ledger": _ledger,
    "gaps": _gaps,
    "assignments": _assignments,
    "returns": _returns,
    "notices": _notices,
    "digest": _digest,
    "catalogue": _catalogue,
}
