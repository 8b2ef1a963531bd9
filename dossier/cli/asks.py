"""An ask in full: for people as labelled lines, for scripts as a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dossier.i18n import _

if TYPE_CHECKING:
    from dossier.model.asks import Calendar, Figure, Negative, Subjects, Threshold, Window
    from dossier.model.editions import Edition, Requirement, Slot

_SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": "＝"}


def ask_rows(edition: Edition, item: Requirement) -> Iterator[tuple[str, str]]:
    """Label and value of everything an ask says; what it does not say is left out."""
    for slot in item.slots:
        yield _("kind"), slot_line(edition, item, slot)
    yield _("lead"), "、".join(item.lead) or "—"
    if item.cooperating:
        yield _("cooperating"), "、".join(item.cooperating)
    yield from _wanted(item)
    if item.also:
        yield _("also"), "、".join(item.also)
    if item.points is not None:
        yield _("points"), f"{item.points:g}"
    if item.bonus:
        yield _("points"), _("adds points, never owed")
    if not item.uploaded:
        yield _("uploaded"), _("no")
    if item.due:
        yield _("due"), item.due
    yield _("wording"), status_word(item.status)
    if item.note:
        yield _("note"), item.note


def _wanted(item: Requirement) -> Iterator[tuple[str, str]]:
    if item.sampled:
        yield _("sampled"), _("only some units are picked")
    if item.subjects:
        yield _("subjects"), subjects_line(item.subjects)
    if item.calendar:
        yield _("days"), calendar_line(item.calendar)
    for policy in item.cites:
        yield _("must name"), "／".join((policy.name, *policy.spellings))
    for figure in item.figures:
        yield _("figure"), figure_line(figure)
    if item.contacts:
        words = {"phone": _("telephone"), "email": _("e-mail"), "url": _("web address")}
        yield _("contacts"), "、".join(words[name] for name in item.contacts)
    if item.scope:
        yield _("scope"), item.scope
    if item.waiver:
        named = (item.waiver.certificate, item.waiver.issuer)
        yield _("certificate instead"), "，".join(part for part in named if part) or _("yes")


def slot_line(edition: Edition, item: Requirement, slot: Slot) -> str:
    """A slot with its counts and limits: ``实景图片 3–12；图注 时间、地点``."""
    kind = edition.kind(slot.kind)
    first = f"{kind.name if kind else slot.kind} {_between(slot.min, slot.max)}"
    return "；".join((first, *_form(slot), *_proof(edition, item, slot)))


def _form(slot: Slot) -> Iterator[str]:
    """Whether it is owed, and what form it must have."""
    if not slot.required:
        yield _("not owed")
    if slot.condition:
        yield _("only: {condition}").format(condition=slot.condition)
    if slot.min_chars or slot.max_chars:
        yield _("{span} characters").format(span=_between(slot.min_chars, slot.max_chars))
    if slot.caption:
        yield _("caption: {elements}").format(elements="、".join(slot.caption))


def _proof(edition: Edition, item: Requirement, slot: Slot) -> Iterator[str]:
    """What it must show, from where and when."""
    if slot.subjects:
        yield subjects_line(slot.subjects)
    if slot.calendar:
        yield calendar_line(slot.calendar)
    if slot.from_above:
        yield _("obtained from above")
    if slot.lead_days:
        yield _("{days} days ahead").format(days=slot.lead_days)
    if window := edition.window_of(item, slot):
        yield window_line(window)
    if slot.note:
        yield slot.note


def subjects_line(subjects: Subjects) -> str:
    """``点位 ≥ 3``, with the bounds per subject."""
    count = _("every one") if subjects.every else _between(subjects.min, None)
    text = f"{subjects.what} {count}".strip()
    if subjects.among:
        text += f"（{subjects.among}）"
    if subjects.each_min is not None or subjects.each_max is not None:
        text += "，" + _("each {span}").format(span=_between(subjects.each_min, subjects.each_max))
    return text


def calendar_line(calendar: Calendar) -> str:
    """``7/7：春节、元宵 …``."""
    names = "、".join(day.name for day in calendar.days)
    return f"{calendar.needed}/{len(calendar.days)}：{names}"


def figure_line(figure: Figure) -> str:
    """``参与率 ≥ 70 %``, with grades and years."""
    parts = [figure.name]
    if figure.threshold:
        parts.append(_bound(figure.threshold))
    parts += ["／".join(_bound(grade) for grade in figure.grades)] if figure.grades else []
    parts += [figure.unit] if figure.unit else []
    if figure.years > 1:
        parts.append(_("{count} years").format(count=figure.years))
    return " ".join(parts)


def window_line(window: Window) -> str:
    """A window's rule in words."""
    words = {
        "months": _("the {count} months before the test"),
        "years": _("the {count} years before the test"),
        "school-years": _("the last {count} school years"),
    }
    if window.rule in words:
        return words[window.rule].format(count=window.count)
    return _("from {start} to {end}").format(start=window.start, end=window.end)


def status_word(status: str) -> str:
    """How sure an edition is of a wording, for people."""
    words = {
        "sourced": _("as published"),
        "paraphrase": _("paraphrased"),
        "inferred": _("inferred"),
        "unknown": _("unknown"),
    }
    return words.get(status, status)


def negative_line(item: Negative) -> str:
    """An item of the negative list with what it costs."""
    parts = [f"{item.code}  {item.title}"]
    if item.points is not None:
        parts.append(_("{points} points off").format(points=f"{item.points:g}"))
    parts += [f"{whom}：{what}" for whom, what in (item.consequences or {}).items()]
    return "；".join(parts)


def _bound(threshold: Threshold) -> str:
    return f"{_SIGNS[threshold.op]} {threshold.value:g}"


def _between(least: int | None, most: int | None) -> str:
    if least is None:
        return "" if most is None else f"≤ {most}"
    if most is None:
        return f"≥ {least}"
    return str(least) if least == most else f"{least}–{most}"


def ask_document(edition: Edition, item: Requirement) -> dict[str, Any]:
    """The ask for scripts."""
    from dataclasses import asdict

    parts = asdict(item)
    parts["waivable"] = parts.pop("waiver")
    for slot, values in zip(item.slots, parts["slots"], strict=True):
        window = edition.window_of(item, slot)
        values["window"] = asdict(window) if window else None
    return parts
