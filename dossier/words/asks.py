"""What an ask wants and who owes it, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dossier.i18n import _
from dossier.model.assessment import RequirementCoverage
from dossier.model.editions import Requirement, Slot
from dossier.words.codes import word


def owing_lines(item: RequirementCoverage) -> Iterator[str]:
    """Who owes an ask, until when, and what it is worth."""
    yield _labelled(_("state"), word(item.state))
    yield _labelled(_("lead"), "、".join(item.lead) or "—")
    if item.cooperating:
        yield _labelled(_("cooperating"), "、".join(item.cooperating))
    if item.waived_units:
        yield _labelled(_("waived"), "、".join(item.waived_units))
    if item.due:
        left = left_words(item.days_left or 0)
        yield _("due {date}, {left}").format(date=item.due, left=left)
    if item.points is not None:
        yield _labelled(_("points"), f"{item.points:g}")
    if not item.uploaded:
        yield _("nothing is uploaded for it")
    if item.bonus:
        yield _("a bonus item, never owed")


def left_words(days: int) -> str:
    """How many days are left, or how many have passed since."""
    if days < 0:
        return _("passed {days} days ago").format(days=-days)
    return _("{days} days left").format(days=days)


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}"


def asked_lines(ask: Requirement) -> Iterator[str]:
    """What an ask wants beyond so many files of a kind, one thing a line."""
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


def window_lines(windows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """From when to when the papers of a kind may be dated: kind, first day, last day of each."""
    for kind, first, last in windows:
        yield _("window {kind}: {first} to {last}").format(kind=word(kind), first=first, last=last)
