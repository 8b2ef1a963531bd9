"""intake, watch."""

from __future__ import annotations

import argparse
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.cli.context import Context
from dossier.cli.explain import finding_line
from dossier.cli.parser import Commands
from dossier.cli.words import word
from dossier.errors import ExitCode
from dossier.i18n import N_, _
from dossier.model.findings import Finding
from dossier.rules.finding_table import advice, sentence

if TYPE_CHECKING:
    from dossier.intake.watcher import Watcher
    from dossier.workflow.take_in import IntakeReport

OUTCOMES = ("archived", "duplicate", "refused", "waiting", "ignored")
REASONS = {
    "settling": N_("it was still changing a moment ago"),
    "unfinished": N_("its end has not arrived yet"),
    "unreadable": N_("it cannot be read at the moment; it is tried again"),
    "changed": N_("it changed while it was being copied"),
    "space": N_("the disk is full; it is taken in when there is room"),
}


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    intake = commands.add(
        "intake", _("take in everything stable, once"), "dossier intake inbox/教育局"
    )
    intake.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=_("only these"))
    intake.set_defaults(run=run_intake)
    watch = commands.add("watch", _("take in for as long as it runs"), "dossier watch")
    watch.set_defaults(run=run_watch)


def run_intake(context: Context, options: argparse.Namespace) -> int:
    """One pass; exit code 4 when something was refused."""
    from dossier.workflow.take_in import take_in

    with context.workspace() as workspace:
        report = take_in(
            workspace, tuple(options.paths), context.output.progress(_("reading")), time.sleep
        )
    if context.output.as_json:
        context.output.document(intake_document(report))
    else:
        print_report(context, report)
    refused = report.counts["refused"] or report.members["refused"] or report.offline
    return int(ExitCode.REFUSED if refused else ExitCode.DONE)


def six_counts(counts: dict[str, int], waiting: int = 0) -> dict[str, int]:
    """The balance: seen is the sum of the five outcomes."""
    outcomes = {name: counts.get(name, 0) for name in OUTCOMES} | {"waiting": waiting}
    return {"seen": sum(outcomes.values()), **outcomes}


def intake_document(report: IntakeReport) -> dict[str, Any]:
    """A run of intake for scripts."""
    by_rule: dict[str, list[str]] = {}
    for event in report.ignored:
        by_rule.setdefault(event.rule, []).append(str(event.source))
    return {
        **six_counts(report.counts, len(report.waiting)),
        "unchanged": report.unchanged,
        "members": six_counts(report.members),
        "records": report.records,
        "refusals": [
            {
                "source": str(event.source),
                "code": event.code,
                "message": sentence(_finding(event)),
                "hint": advice(_finding(event)),
            }
            for event in report.refused
        ],
        "ignored_by_rule": by_rule,
        "waiting_for": [
            {"source": path, "reason": reason, "message": _(REASONS.get(reason, reason))}
            for path, reason in sorted(report.waiting.items())
        ],
        "offline": report.offline,
        "index_error": report.index_error,
    }


def _finding(event: Any) -> Finding:
    return Finding(event.code, str(event.source), event.parameters)


def print_report(context: Context, report: IntakeReport) -> None:
    """The balance and everything that needs a person."""
    output = context.output
    counts = six_counts(report.counts, len(report.waiting))
    output.line(_balance(counts), style="bold")
    if report.members:
        output.line(
            _("inside containers: {counts}").format(counts=_balance(six_counts(report.members)))
        )
    if report.unchanged:
        output.line(_("{count} known and unchanged").format(count=report.unchanged))
    for event in report.refused:
        output.line(finding_line(_finding(event)), style="red")
    for path, reason in sorted(report.waiting.items()):
        output.line(f"  {path}: {_(REASONS.get(reason, reason))}", style="yellow")
    for root, detail in report.offline.items():
        output.error(
            _("the inbox {root} cannot be reached: {detail}").format(root=root, detail=detail)
        )
    for passed in report.ignored if output.verbosity > 0 else ():
        output.line(f"  {passed.source} ({passed.rule})", style="dim")
    if report.index_error:
        output.error(_("the full-text index needs: dossier rebuild --index"))


def _balance(counts: dict[str, int]) -> str:
    parts = " + ".join(f"{word(name)} {counts[name]}" for name in OUTCOMES)
    return f"{word('seen')} {counts['seen']} = {parts}"


def run_watch(context: Context, _options: argparse.Namespace) -> int:
    """Watch until Ctrl-C or a termination signal."""
    from dossier.workflow.watch import watch

    stop = threading.Event()
    watchers: list[Watcher] = []

    def end(_number: int, _frame: object) -> None:
        stop.set()
        for watcher in watchers:
            watcher.wake()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    with context.workspace() as workspace:
        for root in workspace.settings.inboxes:
            context.output.message(_("watching {root}; Ctrl-C ends").format(root=root))
        watch(workspace, stop, lambda report: print_report(context, report), watchers.append)
    context.output.message(_("the watch has ended"))
    return int(ExitCode.DONE)
