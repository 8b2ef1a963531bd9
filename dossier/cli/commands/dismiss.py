"""dismiss."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from dossier.cli.context import Context
from dossier.cli.parser import Commands
from dossier.i18n import _

if TYPE_CHECKING:
    from dossier.model.events import DismissalWithdrawn, FindingDismissed


def register(commands: Commands) -> None:
    """Add the command to the grammar."""
    dismiss = commands.add(
        "dismiss",
        _("say once and for all why a finding stands for nothing"),
        "dossier dismiss W403 2026-000012 --pair 2026-000007 --reason 同一活动的两张照片",
    )
    dismiss.add_argument("code", nargs="?", metavar="CODE", help=_("finding code"))
    dismiss.add_argument("subject", nargs="?", metavar="ID", help=_("accession number"))
    dismiss.add_argument("--pair", default="", metavar="ID", help=_("the other record of a pair"))
    dismiss.add_argument("--reason", default="", help=_("why"))
    dismiss.add_argument("--undo", action="store_true", help=_("show the finding again"))
    dismiss.add_argument("--list", action="store_true", help=_("what was dismissed"))
    dismiss.set_defaults(run=run_dismiss)


def run_dismiss(context: Context, options: argparse.Namespace) -> int:
    """Dismiss a finding, take that back, or list what was dismissed."""
    from dossier.errors import UsageError
    from dossier.i18n import N_
    from dossier.workflow.dismiss import dismiss, dismissals, withdraw_dismissal

    with context.workspace() as workspace:
        if options.list:
            return _list(context, dismissals(workspace))
        if not options.code or not options.subject:
            raise UsageError(
                N_("which finding?"), N_("give its code and the accession number of the record")
            )
        event: FindingDismissed | DismissalWithdrawn
        if options.undo:
            event = withdraw_dismissal(workspace, options.code, options.subject, other=options.pair)
        else:
            event = dismiss(
                workspace,
                options.code,
                options.subject,
                other=options.pair,
                reason=options.reason,
            )
    return _answer(context, event, undone=options.undo)


def _list(context: Context, found: list[FindingDismissed]) -> int:
    if context.output.as_json:
        context.output.document(
            {
                "dismissals": [
                    {
                        "code": item.code,
                        "subject": item.subject,
                        "pair": item.other or None,
                        "reason": item.reason,
                    }
                    for item in found
                ]
            }
        )
        return 0
    context.output.table([(item.code, item.subject, item.other, item.reason) for item in found])
    return 0


def _answer(context: Context, event: FindingDismissed | DismissalWithdrawn, *, undone: bool) -> int:
    if context.output.as_json:
        context.output.document(
            {
                "code": event.code,
                "subject": event.subject,
                "pair": event.other or None,
                "dismissed": not undone,
            }
        )
        return 0
    said = _("shown again") if undone else _("dismissed")
    context.output.line("  ".join(filter(None, (event.code, event.subject, event.other, said))))
    return 0
