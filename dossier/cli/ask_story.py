"""The whole story of one ask on one screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dossier.cli.explain import finding_line
from dossier.cli.words import STYLES, word
from dossier.i18n import _
from dossier.model.assessment import RequirementCoverage
from dossier.model.editions import Requirement, Slot

if TYPE_CHECKING:
    from dossier.cli.output import Output
    from dossier.workflow.explain import AskStory


def print_ask(output: Output, story: AskStory) -> None:
    """What is asked, who owes it, what is there, what was found and what would satisfy it."""
    ask, coverage = story.requirement, story.coverage
    output.line(f"{ask.code}  {word(coverage.verdict)}  {ask.title}", style="bold")
    for line in _owing(coverage):
        output.line(f"  {line}")
    for line in _asked(ask):
        output.line(f"  {line}")
    for kind, first, last in story.windows:
        output.line(
            "  "
            + _("window {kind}: {first} to {last}").format(kind=word(kind), first=first, last=last)
        )
    _slots(output, coverage)
    _records(output, story)
    for finding in coverage.findings:
        output.line(finding_line(finding))
    output.line()


def _owing(item: RequirementCoverage) -> Iterator[str]:
    yield _labelled(_("state"), word(item.state))
    yield _labelled(_("lead"), "、".join(item.lead) or "—")
    if item.cooperating:
        yield _labelled(_("cooperating"), "、".join(item.cooperating))
    if item.waived_units:
        yield _labelled(_("waived"), "、".join(item.waived_units))
    if item.due:
        yield _("due {date}, {days} days left").format(date=item.due, days=item.days_left)
    if item.points is not None:
        yield _labelled(_("points"), f"{item.points:g}")
    if not item.uploaded:
        yield _("nothing is uploaded for it")
    if item.bonus:
        yield _("a bonus item, never owed")


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}"


def _asked(ask: Requirement) -> Iterator[str]:
    wanted = [item for item in (ask.subjects, *(slot.subjects for slot in ask.slots)) if item]
    for subjects in wanted:
        least = _("every one") if subjects.every else subjects.min
        yield _("different {what}: {least}").format(what=subjects.what, least=least)
    calendars = [item for item in (ask.calendar, *(slot.calendar for slot in ask.slots)) if item]
    for calendar in calendars:
        names = "、".join(day.name for day in calendar.days)
        yield _("named days, {needed} of them: {names}").format(needed=calendar.needed, names=names)
    if ask.cites:
        yield _labelled(_("must cite"), "；".join(policy.name for policy in ask.cites))
    if ask.figures:
        yield _labelled(_("figures"), "；".join(figure.name for figure in ask.figures))
    if ask.contacts:
        yield _labelled(_("contact data"), ", ".join(ask.contacts))
    for slot in ask.slots:
        yield from _slot_asks(slot)


def _slot_asks(slot: Slot) -> Iterator[str]:
    kind = word(slot.kind)
    if slot.caption:
        yield _("caption of each {kind}: {elements}").format(
            kind=kind, elements="、".join(slot.caption)
        )
    if slot.max_chars or slot.min_chars:
        yield _("characters of each {kind}: {least} to {most}").format(
            kind=kind, least=slot.min_chars or 0, most=slot.max_chars or "…"
        )
    if slot.condition:
        yield _("{kind} only if: {condition}").format(kind=kind, condition=slot.condition)


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
