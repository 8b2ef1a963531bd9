"""Word, picture and subject limits that the wording of an ask states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dossier.model.asks import Subjects
from dossier.model.editions import Slot

_CHARS = re.compile(r"(?<!\d)(\d{3,5})\s*字")
_MOST = re.compile(r"(?:不超过|至多|最多|≤|不多于)\s*(\d{1,3})\s*[张幅]")
_LEAST = re.compile(r"(?:不少于|至少|≥|最少)\s*(\d{1,3})\s*[张幅]")
_SUBJECTS = re.compile(
    r"(?:任选|选取|不少于|至少|≥)\s*(\d{1,2})\s*(?:个|处|家)?(种|点位|社区|街道|学校|单位)"
)


def limited(text: str, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The slots with the limits the text states for them; ambiguous ones are left alone."""
    return tuple(_limited(text, slots))


def _limited(text: str, slots: tuple[Slot, ...]) -> Iterator[Slot]:
    chars, most, least = (_only(rule, text) for rule in (_CHARS, _MOST, _LEAST))
    subjects = _SUBJECTS.search(text)
    for number, slot in enumerate(slots):
        found = slot
        if slot.kind == "report" and chars:
            found = replace(found, max_chars=chars)
        if slot.kind == "photo" and most and (least or 1) <= most:
            found = replace(found, max=most)
        if slot.kind == "photo" and least:
            found = replace(found, min=least)
        if subjects and number == 0:
            found = replace(found, subjects=Subjects(subjects[2], min=int(subjects[1])))
        yield found


def _only(rule: re.Pattern[str], text: str) -> int | None:
    numbers = {int(number) for number in rule.findall(text)}
    return numbers.pop() if len(numbers) == 1 else None
