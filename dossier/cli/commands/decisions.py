"""tag, untag, accept, return, withdraw, waive."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dossier.cli.context import Context
from dossier.cli.documents import record_document
from dossier.cli.parser import Commands
from dossier.i18n import _
from dossier.words.codes import word

if TYPE_CHECKING:
    from dossier.model.events import Waived, WaiverWithdrawn
    from dossier.model.records import Record


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    tag = commands.add(
        "tag", _("say what a record proves"), "dossier tag 2026-000012 --requirement Ⅲ-2-1-①"
    )
    _ids(tag)
    tag.add_argument("--requirement", metavar=_("CODE"), help=_("requirement, in any spelling"))
    tag.add_argument(
        "--instead-of", metavar=_("CODE"), help=_("with --requirement: no longer proves this one")
    )
    tag.add_argument("--kind", metavar=_("KIND"), help=_("kind of material"))
    tag.add_argument("--unit", metavar=_("UNIT"), help=_("responsible unit"))
    tag.add_argument(
        "--date", type=_iso_day, metavar=_("DATE"), help=_("the paper's or picture's date")
    )
    tag.add_argument("--caption", metavar=_("TEXT"), help=_("caption of a picture"))
    tag.add_argument(
        "--pointer", metavar=_("TEXT"), help=_("the proving page or passage: 第3页第2段")
    )
    tag.add_argument(
        "--name-encoding",
        metavar=_("ENCODING"),
        help=_("read its name in the container again: gbk, big5, utf-8"),
    )
    tag.set_defaults(run=run_tag)
    untag = commands.add(
        "untag", _("withdraw a claim"), "dossier untag 2026-000012 --requirement Ⅲ-2-1-①"
    )
    _ids(untag)
    untag.add_argument("--requirement", metavar=_("CODE"), help=_("this one only; else all"))
    untag.set_defaults(run=run_untag)
    accept = commands.add("accept", _("take records as evidence"), "dossier accept 2026-000012")
    _ids(accept)
    accept.set_defaults(run=run_accept)
    give_back = commands.add(
        "return", _("send records back to the unit"), "dossier return 2026-000012 --reason 图片模糊"
    )
    _ids(give_back)
    give_back.add_argument("--reason", required=True, help=_("what is wrong, for the unit"))
    give_back.add_argument("--due", type=_iso_day, metavar=_("DATE"), help=_("answer by"))
    give_back.set_defaults(run=run_return)
    withdraw = commands.add(
        "withdraw",
        _("take records out for good"),
        "dossier withdraw 2026-000012 --reason 单位撤回",
    )
    _ids(withdraw)
    withdraw.add_argument("--reason", required=True, help=_("why"))
    withdraw.set_defaults(run=run_withdraw)
    waive = commands.add(
        "waive",
        _("count a requirement as satisfied: there is no such facility"),
        "dossier waive Ⅲ-46-3 --unit 体育局 --reason 辖区内无此设施",
    )
    waive.add_argument("code", help=_("requirement, in any spelling"))
    waive.add_argument("--unit", required=True, metavar=_("UNIT"), help=_("responsible unit"))
    waive.add_argument("--reason", default="", help=_("why"))
    waive.add_argument("--proof", metavar="ID", help=_("record that proves it"))
    waive.add_argument("--undo", action="store_true", help=_("the waiver no longer holds"))
    waive.set_defaults(run=run_waive)


def _ids(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID", help=_("accession numbers"))


def _iso_day(text: str) -> str:
    return dt.date.fromisoformat(text).isoformat()


def run_tag(context: Context, options: argparse.Namespace) -> int:
    """Make claims and set fields."""
    from dossier.errors import UsageError
    from dossier.i18n import N_
    from dossier.workflow.triage import Tag, tag

    wanted = Tag(
        requirement=options.requirement,
        kind=options.kind,
        unit=options.unit,
        date=options.date,
        caption=options.caption,
        pointer=options.pointer,
        instead_of=options.instead_of,
    )
    if wanted.instead_of and not wanted.requirement:
        raise UsageError(N_("--instead-of goes with --requirement"), N_("say what it proves now"))
    if wanted == Tag() and not options.name_encoding:
        raise UsageError(
            N_("nothing to set"),
            N_("give --requirement, --kind, --unit, --date, --caption or --pointer"),
        )
    with context.workspace() as workspace:
        records: Sequence[Record] = ()
        if options.name_encoding:
            from dossier.workflow.naming import correct_names

            records = correct_names(workspace, options.ids, options.name_encoding)
        if wanted != Tag():
            records = tag(workspace, options.ids, wanted)
        return _answer(context, records)


def run_untag(context: Context, options: argparse.Namespace) -> int:
    """Withdraw claims."""
    from dossier.workflow.triage import untag

    with context.workspace() as workspace:
        return _answer(context, untag(workspace, options.ids, options.requirement))


def run_accept(context: Context, options: argparse.Namespace) -> int:
    """Accept records."""
    from dossier.workflow.triage import accept

    with context.workspace() as workspace:
        return _answer(context, accept(workspace, options.ids))


def run_return(context: Context, options: argparse.Namespace) -> int:
    """Return records with a reason."""
    from dossier.workflow.triage import return_records

    with context.workspace() as workspace:
        return _answer(context, return_records(workspace, options.ids, options.reason, options.due))


def run_withdraw(context: Context, options: argparse.Namespace) -> int:
    """Withdraw records with a reason."""
    from dossier.workflow.triage import withdraw

    with context.workspace() as workspace:
        return _answer(context, withdraw(workspace, options.ids, options.reason))


def run_waive(context: Context, options: argparse.Namespace) -> int:
    """Waive a requirement for a unit, or take the waiver back."""
    from dossier.errors import UsageError
    from dossier.i18n import N_
    from dossier.workflow.triage import waive, withdraw_waiver

    if not options.undo and not options.reason:
        raise UsageError(N_("a waiver needs a reason"), N_("give --reason TEXT"))
    with context.workspace() as workspace:
        event: Waived | WaiverWithdrawn
        if options.undo:
            event = withdraw_waiver(workspace, options.code, options.unit)
        else:
            event = waive(workspace, options.code, options.unit, options.reason, options.proof)
    if context.output.as_json:
        context.output.document(
            {"requirement": event.requirement, "unit": event.unit, "waived": not options.undo}
        )
    else:
        said = _("waiver withdrawn") if options.undo else _("waived")
        context.output.line(f"{event.requirement}  {event.unit}  {said}")
    return 0


def _answer(context: Context, records: Sequence[Record]) -> int:
    if context.output.as_json:
        context.output.document({"records": [record_document(record) for record in records]})
        return 0
    for record in records:
        codes = " ".join(record.requirements) or "—"
        context.output.line(f"{record.id}  {word(record.state)}  {codes}  {record.name}")
    return 0
