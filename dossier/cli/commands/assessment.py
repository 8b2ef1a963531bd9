"""check, status."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dossier.cli.context import Context
from dossier.cli.parser import Commands
from dossier.cli.words import STYLES
from dossier.errors import ExitCode
from dossier.i18n import N_, _
from dossier.model.assessment import Assessment, Stage, Verdict
from dossier.rules.stability import WAIT_MESSAGES, Wait
from dossier.words.asks import left_words
from dossier.words.codes import basis_word, word

if TYPE_CHECKING:
    from dossier.workflow.health import RootState
    from dossier.workflow.status import Status

MODES = {"events": N_("by events"), "polling": N_("by looking often")}
NOTES = {
    "offline": N_("could not be reached"),
    "online": N_("reached again, everything was looked at"),
    "lost": N_("events were lost, everything was looked at again"),
    "repaired": N_("the watching thread had died and was replaced"),
    "error": N_("an error, tried again"),
}

EXIT = {
    Verdict.COMPLETE: ExitCode.DONE,
    Verdict.INCOMPLETE: ExitCode.INCOMPLETE,
    Verdict.UNDETERMINED: ExitCode.UNDETERMINED,
}

_SCALE = ("red", "yellow", "white", "green")
_ENOUGH_TO_MATCH = 50
"""Documents seen before a rule that matched none of them is worth a word."""


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    status = commands.add("status", _("where we stand"), "dossier status")
    status.set_defaults(run=run_status)


def summary_lines(assessment: Assessment) -> list[str]:
    """The counts and the verdict in two sentences."""
    summary = assessment.summary
    return [
        _(
            "{requirements} requirements: {satisfied} satisfied ({waived} waived), "
            "{incomplete} incomplete, {undetermined} undetermined, {not_uploaded} not uploaded, "
            "{bonus} bonus"
        ).format(**asdict(summary)),
        _("Coverage {share:.1%}. Verdict as of {date}: {verdict}").format(
            share=summary.coverage, date=assessment.as_of, verdict=word(assessment.verdict)
        ),
    ]


def stage_lines(stages: Sequence[Stage]) -> list[str]:
    """The stages of the archive with their days; the one that runs is marked."""
    runs = next((stage for stage in stages if stage.days_left >= 0), None)
    return [
        f"{'→' if stage is runs else ' '} {word(stage.name)}  {stage.date}"
        f"  {left_words(stage.days_left)}"
        for stage in stages
    ]


def unit_colours(assessment: Assessment) -> Counter[str]:
    """How many of the units that owe anything stand in each colour."""
    return Counter(unit.colour for unit in assessment.units if unit.owed)


def run_status(context: Context, _options: argparse.Namespace) -> int:
    """Print where we stand."""
    from dossier.workflow.status import status

    with context.workspace() as workspace:
        now = status(workspace, as_of=workspace.today())
    if context.output.as_json:
        context.output.document(status_document(now))
    else:
        _print_status(context, now)
    return 0


def status_document(status: Status) -> dict[str, Any]:
    """The status for scripts."""
    summary = status.assessment.summary
    colours = unit_colours(status.assessment)
    return {
        "edition": status.edition,
        "deadline": status.deadline,
        "days_left": status.days_left,
        "verdict": str(status.assessment.verdict),
        "coverage": summary.coverage,
        "satisfied": summary.satisfied,
        "incomplete": summary.incomplete,
        "undetermined": summary.undetermined,
        "stages": [asdict(stage) for stage in status.assessment.stages],
        "units": {name: colours.get(name, 0) for name in _SCALE},
        "records": dict(status.states),
        "queue": {
            "unplaced": status.states.get("unplaced", 0),
            "waiting": len(status.health.waiting),
        },
        "balance": dict(status.balance),
        "refusals": [
            {"source": str(item.source), "code": item.code, "at": item.at}
            for item in status.refusals
        ],
        "proposals": {
            "refused_often": [
                {"basis": item.basis, "placed": item.made, "refused": item.refused}
                for item in status.proposals.refused_often
            ],
            "never_matched": list(status.proposals.never),
        },
        "watcher": {
            "running": status.health.running,
            "heartbeat": status.health.heartbeat,
            "error": status.health.error,
            "waiting": [
                {
                    "root": item.root,
                    "path": item.path,
                    "reason": item.reason,
                    "since": item.since,
                    "tries": item.tries,
                    "next_try": item.next_try,
                    "detail": item.detail,
                }
                for item in status.health.held
            ],
            "roots": [
                {
                    "root": root.root,
                    "mode": root.mode,
                    "online": root.online,
                    "last_event": root.last_event,
                    "last_rescan": root.last_rescan,
                    "lost": root.lost,
                    "repairs": root.repairs,
                    "offline_since": root.offline_since,
                    "error": root.error,
                    "notes": [
                        {"at": note.at, "kind": note.kind, "detail": note.detail}
                        for note in root.notes
                    ],
                }
                for root in status.health.roots
            ],
        },
    }


def _print_status(context: Context, status: Status) -> None:
    output = context.output
    output.line(f"{status.edition_title} ({status.edition})", style="bold")
    if status.deadline:
        said = _("Deadline {date}, {left}").format(
            date=status.deadline, left=left_words(status.days_left or 0)
        )
        output.line(said)
    for line in stage_lines(status.assessment.stages):
        output.line(line)
    for line in summary_lines(status.assessment):
        output.line(line, style=STYLES.get(str(status.assessment.verdict), ""))
    if colours := unit_colours(status.assessment):
        said = "  ".join(f"{word(name)} {colours[name]}" for name in _SCALE if colours[name])
        output.line(_("Units: {colours}").format(colours=said))
    states = ", ".join(f"{word(state)} {count}" for state, count in sorted(status.states.items()))
    output.line(_("Records: {states}").format(states=states or "0"))
    balance = ", ".join(f"{word(name)} {count}" for name, count in status.balance.items())
    output.line(_("Documents so far: {balance}").format(balance=balance))
    if status.refusals:
        output.line(_("Refused, to be answered: {count}").format(count=len(status.refusals)))
    _print_proposals(context, status)
    _print_watcher(context, status)


def _print_proposals(context: Context, status: Status) -> None:
    """What people keep refusing; and once there was enough to match, rules that never did (C09)."""
    for item in status.proposals.refused_often:
        said = _("Often refused: {basis} ({refused} refused, {placed} placed)").format(
            basis=basis_word(item.basis), refused=item.refused, placed=item.made
        )
        context.output.line(said, style="yellow")
    if status.proposals.never and sum(status.balance.values()) >= _ENOUGH_TO_MATCH:
        named = "、".join(basis_word(rule) for rule in status.proposals.never)
        context.output.line(_("Rules that never matched: {rules}").format(rules=named))


def _print_watcher(context: Context, status: Status) -> None:
    health = status.health
    if not health.running:
        context.output.line(_("No watcher is running; start one with: dossier watch"))
    for root in health.roots:
        context.output.line(
            _("{root}: {mode}, last event {event}, last full look {rescan}").format(
                root=root.root,
                mode=_(MODES[root.mode]) if root.online else _("offline"),
                event=_moment(root.last_event),
                rescan=_moment(root.last_rescan),
            )
        )
        _print_root(context, root)
    for item in health.held:
        said = _("{reason}; next try {moment}").format(
            reason=_(WAIT_MESSAGES[Wait(item.reason)]), moment=_moment(item.next_try)
        )
        context.output.line(f"  {item.path}: {said}", style="yellow")
    if health.error:
        context.output.line(f"  {health.error}", style="red")


def _print_root(context: Context, root: RootState) -> None:
    """What went wrong with an inbox and what was made up for."""
    if root.error:
        context.output.line(f"  {_(root.error)}", style="red")
    for note in root.notes:
        said = f"{_moment(note.at)}  {_(NOTES[note.kind])}"
        context.output.line(f"  {said}  {note.detail}".rstrip(), style="dim")


def _moment(iso: str | None) -> str:
    """Day and minute of a moment."""
    return iso[:16].replace("T", " ") if iso else "—"
