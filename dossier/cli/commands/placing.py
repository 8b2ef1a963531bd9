"""suggest, undo."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dossier.cli.context import Context
from dossier.cli.documents import record_document
from dossier.cli.parser import Commands
from dossier.i18n import N_, _, render
from dossier.words.codes import basis_word, word

if TYPE_CHECKING:
    from dossier.model.placing import Suggestion
    from dossier.model.records import Record
    from dossier.workflow.gathering import Group
    from dossier.workflow.workspace import Workspace


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    parser = commands.add(
        "suggest", _("where unplaced records probably belong, and why"), "dossier suggest --limit 3"
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help=_("accession numbers; else unplaced"))
    parser.add_argument("--limit", type=_count, default=3, help=_("proposals for each record"))
    act = parser.add_mutually_exclusive_group()
    act.add_argument(
        "--accept-above",
        type=_share,
        nargs="?",
        const=-1.0,
        metavar="P",
        help=_("place what is at least so probable and undisputed (0 to 1; default: almost sure)"),
    )
    act.add_argument(
        "--refuse", metavar=_("CODE"), help=_("the records named do not serve this requirement")
    )
    act.add_argument("--groups", action="store_true", help=_("files of one occasion, together"))
    act.add_argument(
        "--together", metavar=_("CODE"), help=_("place the records named as one occasion")
    )
    act.add_argument(
        "--report", action="store_true", help=_("which rules and proposals prove useful")
    )
    parser.set_defaults(run=run_suggest)
    undo = commands.add("undo", _("take a decision back"), "dossier undo --last")
    undo.add_argument(
        "seq", nargs="?", type=int, metavar="SEQ", help=_("ledger entry, see: show ID --history")
    )
    undo.add_argument("--last", action="store_true", help=_("the last decision (default)"))
    undo.set_defaults(run=run_undo)


def _share(text: str) -> float:
    value = float(text)
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(_("a number from 0 to 1 is wanted"))
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(_("a number from 1 is wanted"))
    return value


def run_suggest(context: Context, options: argparse.Namespace) -> int:
    """Propose, or act on proposals."""
    from dossier.errors import UsageError

    if not options.ids and (options.refuse or options.together):
        raise UsageError(N_("no records were named"), N_("name the records: dossier suggest ID …"))
    with context.workspace() as workspace:
        if options.accept_above is not None:
            return _accept(context, workspace, options)
        if options.refuse:
            return _refuse(context, workspace, options)
        if options.together:
            return _together(context, workspace, options)
        if options.groups:
            return _groups(context, workspace)
        if options.report:
            return _report(context, workspace)
        return _propose(context, workspace, options)


def _propose(context: Context, workspace: Workspace, options: argparse.Namespace) -> int:
    from dossier.workflow.suggest import suggest
    from dossier.workflow.triage import find_records

    found = suggest(workspace, options.ids or None, options.limit)
    records = find_records(workspace, list(found))
    titles = _titles(workspace)
    if context.output.as_json:
        rows = [
            {
                "id": record.id,
                "name": record.name,
                "unit": record.unit,
                "suggestions": [_document(item, titles) for item in found[record.id]],
            }
            for record in records
        ]
        context.output.document({"records": rows})
        return 0
    for record in records:
        _print_record(context, record, found[record.id], titles)
    context.output.message(_("{count} records wait to be placed").format(count=len(records)))
    return 0


def _print_record(
    context: Context, record: Record, found: Sequence[Suggestion], titles: Mapping[str, str]
) -> None:
    out = context.output
    out.line(f"{record.id}  {record.unit or '—'}  {record.name}", style="bold")
    for item in found:
        kind = word(item.kind)
        out.line(f"  {item.probability:4.0%}  {item.requirement}  {kind}  {_title(item, titles)}")
        out.line("        " + out.styled("; ".join(reasons(item)), "dim"))
    if not found:
        out.line("  " + _("nothing speaks for any requirement"))


def _accept(context: Context, workspace: Workspace, options: argparse.Namespace) -> int:
    from dossier.rules.blending import AUTOMATIC
    from dossier.workflow.placing import accept_above

    asked = options.accept_above
    least = AUTOMATIC if asked < 0 else asked
    placed = accept_above(workspace, least, options.ids or None)
    titles = _titles(workspace)
    if context.output.as_json:
        rows = [
            {
                "id": item.record.id,
                "name": item.record.name,
                **_document(item.suggestion, titles),
            }
            for item in placed
        ]
        context.output.document({"accepted_above": least, "placed": rows})
        return 0
    for item in placed:
        _print_record(context, item.record, [item.suggestion], titles)
    context.output.message(
        _("{count} records placed; take all of it back with: dossier undo").format(
            count=len(placed)
        )
    )
    return 0


def _refuse(context: Context, workspace: Workspace, options: argparse.Namespace) -> int:
    from dossier.workflow.placing import refuse

    return _answer(context, refuse(workspace, options.ids, options.refuse))


def _together(context: Context, workspace: Workspace, options: argparse.Namespace) -> int:
    from dossier.workflow.placing import place_group

    return _answer(context, place_group(workspace, options.ids, options.together))


def _groups(context: Context, workspace: Workspace) -> int:
    from dossier.workflow.gathering import groups

    found = groups(workspace)
    titles = _titles(workspace)
    if context.output.as_json:
        context.output.document({"groups": [_group_document(item, titles) for item in found]})
        return 0
    out = context.output
    for item in found:
        out.line(item.name, style="bold")
        out.line("  " + render(item.reason.message, item.reason.parameters))
        for record in item.records:
            out.line(f"    {record.id}  {word(record.description.kind)}  {record.name}")
        for code, probability in item.suggestions[:3]:
            out.line(f"  {probability:4.0%}  {code}  {titles.get(code, '')}")
    out.message(
        _("{count} groups; place one with: dossier suggest ID … --together CODE").format(
            count=len(found)
        )
    )
    return 0


def _group_document(group: Group, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": group.name,
        "reason": render(group.reason.message, group.reason.parameters),
        "records": [record.id for record in group.records],
        "suggestions": [
            {"requirement": code, "title": titles.get(code, ""), "probability": round(value, 4)}
            for code, value in group.suggestions
        ],
    }


def _report(context: Context, workspace: Workspace) -> int:
    from dossier.workflow.proposals import proposal_report

    found = proposal_report(workspace)
    if context.output.as_json:
        rows = [
            {
                "basis": item.basis,
                "made": item.made,
                "refused": item.refused,
                "refused_often": item.refused_often,
            }
            for item in found.tallies
        ]
        context.output.document({"proposals": rows, "never_matched": list(found.never)})
        return 0
    table = [
        (
            basis_word(item.basis),
            item.made,
            item.refused,
            _("often refused") if item.refused_often else "",
        )
        for item in found.tallies
    ]
    context.output.table(table, head=(_("rule or proposal"), _("placed"), _("refused"), ""))
    for rule in found.never:
        named = basis_word(rule)
        context.output.line(_("never matched anything: {rule}").format(rule=named))
    return 0


def run_undo(context: Context, options: argparse.Namespace) -> int:
    """Take a decision back and show the records as they are now."""
    from dossier.workflow.undo import undo_entry, undo_last

    with context.workspace() as workspace:
        done = undo_last(workspace) if options.seq is None else undo_entry(workspace, options.seq)
    if context.output.as_json:
        context.output.document(
            {
                "entries": [entry.seq for entry in done.entries],
                "records": [record_document(record) for record in done.records],
            }
        )
        return 0
    _answer(context, done.records)
    context.output.message(
        _("{count} ledger entries taken back; the ledger keeps both").format(
            count=len(done.entries)
        )
    )
    return 0


def reasons(suggestion: Suggestion) -> list[str]:
    """A proposal's reasons as sentences."""
    return [render(item.message, item.parameters) for item in suggestion.reasons]


def _document(item: Suggestion, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "requirement": item.requirement,
        "title": _title(item, titles),
        "kind": item.kind,
        "unit": item.unit,
        "probability": round(item.probability, 4),
        "basis": item.basis,
        "sure": item.sure,
        "reasons": reasons(item),
    }


def _titles(workspace: Workspace) -> dict[str, str]:
    return {item.code: item.title for item in workspace.edition.requirements}


def _title(item: Suggestion, titles: Mapping[str, str]) -> str:
    return titles.get(item.requirement, "")


def _answer(context: Context, records: Sequence[Record]) -> int:
    if context.output.as_json:
        context.output.document({"records": [record_document(record) for record in records]})
        return 0
    for record in records:
        codes = " ".join(record.requirements) or "—"
        context.output.line(f"{record.id}  {word(record.state)}  {codes}  {record.name}")
    return 0
