"""Which slot of a requirement a record fills."""

from __future__ import annotations

from collections.abc import Iterable

from dossier.model.editions import Requirement

IMAGES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "gif", "heic"})
SHEETS = frozenset({"xlsx", "xls", "ods", "et", "csv"})


def plausible(kind: str, file_format: str) -> bool:
    """Whether a file of this format can be of this kind at all.

    A photograph is a picture; a picture may also be a scanned paper; a spreadsheet is a table.
    """
    if kind == "photo":
        return file_format in IMAGES
    if file_format in IMAGES:
        return kind in ("policy", "opinion")
    if file_format in SHEETS:
        return kind == "table"
    return True


def slot_kind(
    requirement: Requirement, *, said: str | None, guessed: str | None, file_format: str
) -> str | None:
    """The kind of a claim: what a person or folder said, else the guess where it is asked for,
    else the only slot the format allows, else the guess.
    """
    if said:
        return said
    possible = [slot.kind for slot in requirement.slots if plausible(slot.kind, file_format)]
    if guessed in possible:
        return guessed
    return possible[0] if len(possible) == 1 else guessed


def ask_for(kind: str | None, requirement: Requirement, siblings: Iterable[Requirement]) -> str:
    """The code of the ask a file of an occasion goes to: the chosen one where it wants its kind,
    else the only one beside it that does (the notice to 部署, the report to 情况), else the chosen.
    """
    if kind is None or any(slot.kind == kind for slot in requirement.slots):
        return requirement.code
    beside = [
        other.code
        for other in siblings
        if other.code.rpartition("-")[0] == requirement.code.rpartition("-")[0]
        and any(slot.kind == kind for slot in other.slots)
    ]
    return beside[0] if len(beside) == 1 else requirement.code
