"""One record in one slot: formats, sizes, lengths, captions and form (E3xx, W3xx).

What a profile or edition does not state is not checked. Hints about form are lints: they say which
words gave the impression, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dossier.model.editions import Edition, Requirement, Slot
from dossier.model.facts import Counts, NamedValue, TextFacts
from dossier.model.findings import Finding
from dossier.model.profiles import RECEIVED, KindRule, Profile
from dossier.model.records import Claim, Record
from dossier.rules.captions import caption_of, missing_elements
from dossier.rules.coverage import kind_name
from dossier.rules.noting import noted
from dossier.rules.picture_captions import captions_inside

_PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "gif", "heic", "avif"})
_SEALS = ("seals", "signatures", "red_seal")
_FEW_FIGURES = 3
_MOST_CAPTIONS = 10
_HEAD_WORDS = re.compile(r"情况(?:的)?说明|说明报告|情况报告|情况$")
_TITLE_SUMMARY = re.compile(r"总结|小结")
_TESTS = {
    ">=": lambda value, bound: value >= bound,
    ">": lambda value, bound: value > bound,
    "<=": lambda value, bound: value <= bound,
    "<": lambda value, bound: value < bound,
    "=": lambda value, bound: value == bound,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: the ask, the slot, and what the receiving system accepts there."""

    edition: Edition
    profile: Profile
    requirement: Requirement
    slot: Slot
    rule: KindRule | None
    about: Mapping[str, str | int | float] = field(init=False)

    def __post_init__(self) -> None:
        name = kind_name(self.edition, self.slot.kind)
        known = {"code": self.requirement.code, "kind_name": name}
        object.__setattr__(self, "about", known)


def at_limits(record: Record, place: Place, facts: TextFacts | None) -> Iterator[Finding]:
    """Format, bytes, pixels and characters."""
    about = place.about
    described, rule = record.description, place.rule
    if rule is not None:
        converted = any(item.to != RECEIVED for item in rule.deliveries(described.format))
        if not converted:
            yield from _as_received(record, rule, about)
    if facts is not None and described.format not in _PICTURES:
        yield from _length(record, place, facts.counts, about)


def _as_received(
    record: Record, rule: KindRule, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    described = record.description
    if rule.formats and described.format not in rule.formats:
        values = {"format": described.format, "accepted": ", ".join(rule.formats)}
        yield noted("W303", record.id, about, **values)
    if rule.max_bytes is not None and record.fixity.size > rule.max_bytes:
        yield noted("E311", record.id, about, size=record.fixity.size, limit=rule.max_bytes)
    width, height = described.details.get("width"), described.details.get("height")
    if not (isinstance(width, int) and isinstance(height, int) and rule.max_pixels is not None):
        return
    if width * height > rule.max_pixels:
        yield noted("E312", record.id, about, width=width, height=height, limit=rule.max_pixels)


def _length(
    record: Record, place: Place, counts: Counts, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    chars = int(getattr(counts, place.profile.counting))
    slot, rule = place.slot, place.rule
    most = slot.max_chars if slot.max_chars is not None else rule.max_chars if rule else None
    if most is not None and chars > most:
        yield noted("E313", record.id, about, chars=chars, limit=most)
    if slot.min_chars is not None and chars < slot.min_chars:
        yield noted("E314", record.id, about, chars=chars, limit=slot.min_chars)


def in_form(
    record: Record, claim: Claim, place: Place, facts: TextFacts | None
) -> Iterator[Finding]:
    """Captions, heads and seals, reports that are summaries, figures, sources, citations."""
    about = place.about
    kind = place.slot.kind
    if place.slot.caption:
        for caption in _captions(record, claim, kind):
            if lacking := missing_elements(caption, place.slot.caption):
                values = {"missing": "、".join(lacking), "caption": caption or "—"}
                yield noted("W311", record.id, about, **values)
    if facts is None:
        return
    yield from _head_and_seal(record, place, about)
    if record.description.format in _PICTURES:
        return
    if kind == "report":
        yield from _report(record, place, facts, about)
    yield from _content(record, place, facts, about)


def pictures_in(record: Record, kind: str) -> tuple[str, ...]:
    """The captions of the pictures inside a document that stands where photographs are asked for;
    none for a photograph itself and for papers that show pictures by the way.
    """
    return captions_inside(record.description.details) if kind == "photo" else ()


def _captions(record: Record, claim: Claim, kind: str) -> Sequence[str]:
    """Every caption that has to state what the slot wants, the same only once."""
    if record.description.format in _PICTURES:
        return (caption_of(record, claim),)
    return tuple(dict.fromkeys(pictures_in(record, kind)))[:_MOST_CAPTIONS]


def _head_and_seal(
    record: Record, place: Place, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    """Only papers whose text is known can be read for a head; a seal is an electronic one, or the
    red round one that was seen on a page.
    """
    rule, described = place.rule, record.description
    if rule is None or not rule.shows:
        return
    shown = {
        "red-head": bool(described.doc_number) or described.origins.get("issuer") == "person",
        "seal": any(described.details.get(name) for name in _SEALS),
    }
    lacking = [part for part in rule.shows if not shown.get(part)]
    enough = not lacking if rule.shows_all else len(lacking) < len(rule.shows)
    if not enough:
        yield noted("W312", record.id, about, parts=", ".join(lacking))


def _report(
    record: Record, place: Place, facts: TextFacts, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    title = record.description.title or record.name
    words = [*facts.summary_words]
    if _TITLE_SUMMARY.search(title) and not _HEAD_WORDS.search(title):
        words.insert(0, title)
    if words:
        yield noted("W313", record.id, about, words="；".join(words[:3]))
    if facts.counts.numbers < _FEW_FIGURES:
        yield noted("W314", record.id, about, numbers=facts.counts.numbers)
    if place.rule is not None and place.rule.names_sources and not facts.sources_named:
        yield noted("W315", record.id, about)


def _content(
    record: Record, place: Place, facts: TextFacts, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    ask = place.requirement
    words = {"policy", "report", "opinion"}
    if place.slot.kind in words:
        yield from _citations(record, ask, facts, about)
    if place.slot.kind in {"report", "table"}:
        yield from _contacts(record, ask, facts, about)
        yield from _figures(record, ask, facts, about)
    if facts.rural and ask.scope and "农村" not in ask.scope:
        yield noted("W317", record.id, about, scope=ask.scope)


def _citations(
    record: Record, ask: Requirement, facts: TextFacts, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    for policy in ask.cites:
        if not any(name in facts.terms for name in (policy.name, *policy.spellings)):
            yield noted("W316", record.id, about, policy=policy.name)


def _contacts(
    record: Record, ask: Requirement, facts: TextFacts, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    if missing := [item for item in ask.contacts if item not in facts.contacts]:
        yield noted("W318", record.id, about, missing=", ".join(missing))


def _figures(
    record: Record, ask: Requirement, facts: TextFacts, about: Mapping[str, str | int | float]
) -> Iterator[Finding]:
    for figure in ask.figures:
        names = (figure.name, *figure.spellings)
        stated = [
            value
            for value in facts.values
            if value.name in names and not value.scope and _of_measure(value, figure.unit)
        ]
        if len({value.year or value.value for value in stated}) < figure.years:
            yield noted(
                "W319",
                record.id,
                about,
                figure=figure.name,
                years=figure.years,
                found=len(stated),
            )
        bound = figure.threshold
        if stated and bound and not any(_TESTS[bound.op](v.value, bound.value) for v in stated):
            needed = f"{bound.op} {bound.value:g}{figure.unit}"
            found = {"figure": figure.name, "found": _shown(stated[0]), "needed": needed}
            yield noted("W321", record.id, about, **found)


def _of_measure(value: NamedValue, unit: str) -> bool:
    """A share is stated as one, anything else is not."""
    return not (value.unit and unit) or (value.unit == "%") == (unit == "%")


def _shown(value: NamedValue) -> str:
    return f"{value.value:g}{value.unit}"
