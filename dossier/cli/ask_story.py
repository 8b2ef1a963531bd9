"""The whole story of one ask on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.cli.explain import finding_line, ground_lines
from dossier.cli.words import STYLES
from dossier.i18n import _
from dossier.model.assessment import RequirementCoverage
from dossier.words.asks import asked_lines, owing_lines, window_lines
from dossier.words.codes import word

if TYPE_CHECKING:
    from dossier.cli.output import Output
    from dossier.workflow.explain import AskStory


def print_ask(output: Output, story: AskStory) -> None:
    """What is asked, who owes it, what is there, what was found and what would satisfy it."""
    ask, coverage = story.requirement, story.coverage
    output.line(f"{ask.code}  {word(coverage.verdict)}  {ask.title}", style="bold")
    for line in (*owing_lines(coverage), *asked_lines(ask), *window_lines(story.windows)):
        output.line(f"  {line}")
    _slots(output, coverage)
    _records(output, story)
    for finding in coverage.findings:
        output.line(finding_line(finding))
    read = [finding for _record, findings in story.records for finding in findings]
    if grounds := ground_lines((*coverage.findings, *read)):
        output.line("  " + _("What these findings rest on:"))
    for line in grounds:
        output.line(f"  {line}")
    output.line()


def _slots(output: Output, coverage: RequirementCoverage) -> None:
    head = [
        _("kind"),
        _("owed?"),
        _("needed"),
        _("found"),
        _("usable"),
        _("accepted"),
        _("returned"),
        _("state"),
    ]
    output.table(
        [
            (
                word(slot.kind),
                word(slot.need),
                slot.needed,
                slot.found,
                slot.usable,
                slot.accepted,
                slot.returned,
                word(slot.state),
            )
            for slot in coverage.slots
        ],
        head=head,
    )


def _records(output: Output, story: AskStory) -> None:
    for record, findings in story.records:
        dates = record.description.dates
        day = dates.event or dates.issued or dates.taken or dates.covered or "—"
        kind = word(record.description.kind)
        output.line(
            f"  {record.id}  {word(record.state)}  {kind}  {day}  {record.unit or '—'}"
            f"  {record.name}",
            style=STYLES.get(str(record.state), ""),
        )
        for finding in findings:
            output.line(f"  {finding_line(finding)}")
