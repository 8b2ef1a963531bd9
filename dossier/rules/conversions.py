"""Which conversions a profile asks for; nothing is read or made here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from dossier.model.conversions import Recipe
from dossier.model.profiles import PAGES, RECEIVED, Delivery, KindRule, Profile
from dossier.model.records import Claim, Record
from dossier.rules.captions import caption_of

TEXT_FORMATS = frozenset({"docx", "doc", "wps", "odt", "rtf", "pptx", "ppt", "odp", "dps"})
"""Formats an office program turns into pages of text."""
SHEET_FORMATS = frozenset({"xlsx", "xls", "et", "ods", "csv"})
"""Formats an office program turns into worksheets."""
PICTURE_FORMATS = frozenset({"jpeg", "png", "tiff", "bmp", "gif", "webp"})
"""Formats that are pictures."""
_OFFICE = TEXT_FORMATS | SHEET_FORMATS
_FROM: Mapping[str, frozenset[str]] = {
    "pdf": _OFFICE,
    "docx": TEXT_FORMATS,
    "xlsx": SHEET_FORMATS,
    "jpeg": PICTURE_FORMATS,
    PAGES: frozenset({"pdf"}) | _OFFICE,
}
_PAGE = re.compile(r"第\s*(\d{1,4})\s*页|[Pp](?:age|\.)?\s*(\d{1,4})\b")
_PLAIN_PAGES = re.compile(r"\s*\d{1,4}(?:\s*[,，、]\s*\d{1,4})*\s*")


@dataclass(frozen=True, slots=True)
class Wish:
    """One form in which a record is sent under one ask; without a recipe it goes as received."""

    delivery: Delivery
    recipe: Recipe | None = None


def wishes(
    profile: Profile, rule: KindRule, record: Record, claim: Claim, pages: tuple[int, ...] = ()
) -> Iterator[Wish]:
    """How a record is sent as a kind. ``pages`` are page numbers a person named for it; else
    those the claim's pointer names are pictured, else those found by layout.
    """
    form = record.description.format
    asked = False
    for delivery in rule.deliveries(form):
        if delivery.to == RECEIVED or (delivery.to == form and form != "jpeg"):
            asked = True
            yield Wish(delivery)
        elif form in _FROM.get(delivery.to, ()):
            asked = True
            yield Wish(delivery, _recipe(profile, rule, delivery, record, claim, pages))
    if not asked:
        yield Wish(Delivery(RECEIVED))


def convertible(rule: KindRule, form: str) -> bool:
    """Whether a file of this format reaches the receiving system in a form it accepts."""
    if not rule.formats or form in rule.formats:
        return True
    return any(
        not item.keep and item.to != RECEIVED and form in _FROM.get(item.to, ())
        for item in rule.deliveries(form)
    )


def pointed_pages(pointer: str) -> tuple[int, ...]:
    """Page numbers a pointer names: 第3页, p. 3, or a bare list like 1,3; else none."""
    if _PLAIN_PAGES.fullmatch(pointer):
        return tuple(int(number) for number in re.findall(r"\d+", pointer))
    return tuple(int(one or two) for one, two in _PAGE.findall(pointer))


def recipe_key(recipe: Recipe, tools: str) -> str:
    """What a recipe's result is kept under; ``tools`` names the programs and their versions."""
    text = json.dumps([asdict(recipe), tools], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _recipe(
    profile: Profile,
    rule: KindRule,
    delivery: Delivery,
    record: Record,
    claim: Claim,
    pages: tuple[int, ...],
) -> Recipe:
    base = Recipe(record.fixity.digest, record.description.format, delivery.to)
    if delivery.to not in ("jpeg", PAGES):
        return base
    how = profile.pictures
    named = (pages or pointed_pages(claim.pointer)) if delivery.to == PAGES else ()
    return Recipe(
        digest=base.digest,
        form=base.form,
        to=base.to,
        parts=() if named else delivery.parts,
        pages=named,
        max_bytes=rule.max_bytes,
        max_pixels=rule.max_pixels,
        quality=how.quality,
        quality_floor=min(how.quality, how.quality_floor),
        dpi=how.dpi,
        strip_metadata=how.strip_metadata,
        caption=caption_of(record, claim) if how.burn_caption and delivery.to == "jpeg" else "",
    )
