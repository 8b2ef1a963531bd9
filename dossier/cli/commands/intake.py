"""intake, watch."""

from __future__ import annotations

import argparse
import signal
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.cli.context import Context
from dossier.cli.explain import finding_line
from dossier.cli.parser import Commands
from dossier.errors import ExitCode
from dossier.i18n import N_, _, render
from dossier.model.events import DocumentIgnored, DocumentRefused
from dossier.model.findings import Finding
from dossier.rules.finding_table import advice, sentence
from dossier.rules.ignore import DEFAULT_RULES
from dossier.rules.stability import WAIT_MESSAGES, Wait
from dossier.words.codes import word

if TYPE_CHECKING:
    from dossier.workflow.accession import Answer
    from dossier.workflow.arrangement import Caution
    from dossier.workflow.take_in import IntakeReport

OUTCOMES = ("archived", "duplicate", "refused", "waiting", "ignored")
DECIDED = {
    "revision": N_("revision {revision} of {record}"),
    "replacement": N_("{record}, in place of {replaces}"),
    "duplicate": N_("the same file as {record}"),
}
_SENT_BACK = {
    "returned": N_("{record} was sent back: {note}"),
    "withdrawn": N_("{record} was withdrawn: {note}"),
}


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    intake = commands.add(
        "intake", _("take in everything stable, once"), "dossier intake inbox/教育局"
    )
    intake.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=_("only these"))
    intake.add_argument(
        "--dry-run", action="store_true", help=_("show what would be taken in and what ignored")
    )
    intake.set_defaults(run=run_intake)
    watch = commands.add("watch", _("take in for as long as it runs"), "dossier watch")
    watch.set_defaults(run=run_watch)


def run_intake(context: Context, options: argparse.Namespace) -> int:
    """One pass; exit code 4 when something was refused."""
    from dossier.workflow.take_in import take_in

    if options.dry_run:
        return _run_preview(context, options)
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
            {"source": path, "reason": reason, "message": waiting_message(reason)}
            for path, reason in sorted(report.waiting.items())
        ],
        "documents": [_answer_document(answer) for answer in report.answers],
        "moved": report.moved,
        "not_moved": report.stayed,
        "cautions": [_caution_document(caution) for caution in report.cautions],
        "offline": report.offline,
        "index_error": report.index_error,
    }


def waiting_message(reason: str) -> str:
    """Why a document waits, in words."""
    return _(WAIT_MESSAGES[Wait(reason)])


def _answer_document(answer: Answer) -> dict[str, Any]:
    return {
        "source": str(answer.source),
        "outcome": answer.outcome,
        "record": answer.record,
        "revision": answer.revision or None,
        "replaces": answer.replaces,
        "state": answer.state or None,
        "note": answer.note,
        "code": answer.code or None,
    }


def _caution_document(caution: Caution) -> dict[str, str]:
    return {
        "code": caution.code,
        "message": render(caution.message, caution.parameters),
        "hint": render(caution.hint, caution.parameters),
    }


def print_cautions(context: Context, cautions: Sequence[Caution]) -> None:
    """What works but should not stay so."""
    for caution in cautions:
        said = _caution_document(caution)
        context.output.error(f"! {said['message']} → {said['hint']}")


def _run_preview(context: Context, options: argparse.Namespace) -> int:
    """What a pass would do, without doing it."""
    from dossier.workflow.take_in import preview

    with context.workspace() as workspace:
        found = preview(workspace, tuple(options.paths))
    ready = [str(item.source) for seen in found.values() for item in seen.ready]
    waits = {
        path: str(standing.wait)
        for seen in found.values()
        for path, standing in seen.waiting.items()
    }
    events = [event for seen in found.values() for event in seen.events]
    by_rule: dict[str, list[str]] = {}
    refusals = []
    for event in events:
        if isinstance(event, DocumentIgnored):
            by_rule.setdefault(event.rule, []).append(str(event.source))
        elif isinstance(event, DocumentRefused):
            refusals.append(event)
    if context.output.as_json:
        context.output.document(
            {
                "ready": ready,
                "waiting_for": waits,
                "ignored_by_rule": by_rule,
                "refusals": [{"source": str(e.source), "code": e.code} for e in refusals],
            }
        )
        return int(ExitCode.DONE)
    _print_preview(context, ready, waits, by_rule, refusals)
    return int(ExitCode.DONE)


def _print_preview(
    context: Context,
    ready: list[str],
    waits: dict[str, str],
    by_rule: dict[str, list[str]],
    refusals: list[DocumentRefused],
) -> None:
    output = context.output
    output.line(_("would be taken in: {count}").format(count=len(ready)), style="bold")
    for path in ready:
        output.line(f"  {path}")
    for path, reason in waits.items():
        output.line(f"  {path}: {waiting_message(reason)}", style="yellow")
    for event in refusals:
        output.line(finding_line(_finding(event)), style="red")
    reasons = {rule.name: rule.reason for rule in DEFAULT_RULES}
    for rule, paths in sorted(by_rule.items()):
        why = _(reasons.get(rule, N_("a pattern of dossier.toml")))
        line = _("ignored by rule {rule} ({why}): {count}")
        output.line(line.format(rule=rule, why=why, count=len(paths)), style="bold")
        for path in paths:
            output.line(f"  {path}", style="dim")


def _finding(event: Any) -> Finding:
    return Finding(event.code, str(event.source), event.parameters)


def print_report(context: Context, report: IntakeReport) -> None:
    """The balance and everything that needs a person."""
    output = context.output
    print_cautions(context, report.cautions)
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
        detail = report.details.get(path, "")
        said = waiting_message(reason) + (f" ({detail})" if detail else "")
        output.line(f"  {path}: {said}", style="yellow")
    _print_answers(context, report)
    for root, detail in report.offline.items():
        output.error(
            _("the inbox {root} cannot be reached: {detail}").format(root=root, detail=detail)
        )
    for passed in report.ignored if output.verbosity > 0 else ():
        output.line(f"  {passed.source} ({passed.rule})", style="dim")
    if report.index_error:
        output.error(_("the full-text index needs: dossier rebuild --index"))


def _print_answers(context: Context, report: IntakeReport) -> None:
    """Which documents took another's place, and which repeat what was sent back."""
    for answer in report.answers:
        values = asdict(answer)
        sent_back = _SENT_BACK.get(answer.state) if answer.outcome == "duplicate" else None
        if sent_back:
            line = f"  {answer.source}: {_(sent_back).format(**values)}"
            context.output.line(line, style="yellow")
        elif answer.outcome in DECIDED and (answer.replaces or context.output.verbosity > 0):
            said = _(DECIDED[answer.outcome]).format(**values)
            context.output.line(f"  {answer.source}: {said}")
    for path, detail in report.stayed.items():
        said = _("could not be moved away: {detail}").format(detail=detail)
        context.output.line(f"  {path}: {said}", style="yellow")


def _balance(counts: dict[str, int]) -> str:
    parts = " + ".join(f"{word(name)} {counts[name]}" for name in OUTCOMES)
    return f"{word('seen')} {counts['seen']} = {parts}"


def run_watch(context: Context, _options: argparse.Namespace) -> int:
    """Watch until Ctrl-C or a termination signal."""
    from dossier.workflow.watch import Stop, watch

    stop = Stop()

    def end(_number: int, _frame: object) -> None:
        stop.stop()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    with context.workspace() as workspace:
        roots = workspace.settings.inboxes

        def started(cautions: Sequence[Caution]) -> None:
            print_cautions(context, cautions)
            for root in roots:
                context.output.message(_("watching {root}; Ctrl-C ends").format(root=root))

        watch(workspace, stop, lambda report: _tell(context, report), started)
    context.output.message(_("the watch has ended"))
    return int(ExitCode.DONE)


def _tell(context: Context, report: IntakeReport) -> None:
    """A pass of the watch: one JSON document on a line of its own for scripts, words for people."""
    if context.output.as_json:
        context.output.document_line(intake_document(report))
    else:
        print_report(context, report)
