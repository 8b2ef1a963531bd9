"""Which returned record a newly received document takes the place of.

A unit that was sent something back rarely drops the new version under the old path. The new one is
recognised when it comes from the same unit and either bears the same name but for what marks a
version, or proves a requirement for which exactly one record of that unit is sent back. When
several would fit nothing is assumed: the returned ones stay as they are and a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.model.records import Record

_VERSION = (
    r"(?:v\d{1,3}|第?\d{1,2}版|\d{1,2}|副本|拷贝|copy|final|new"
    r"|(?:已|重新|最新|再次)?(?:修改|修订|更正|更新|补正|补充|重报|重发|重传|上报|盖章|清晰|最终|正式|终|新|改|定)"
    r"(?:版|稿|件|后|报)?\d{0,2})"
)
_TAIL = re.compile(
    rf"(?:[\s_\-~·.]+{_VERSION}|[\s_\-~]*[(\[【]{_VERSION}[)\]】]|(?<=[\u4e00-\u9fff])"
    r"(?:修改|修订|更正|最终|正式|清晰)(?:版|稿|件|后))$"
)
_BETWEEN = re.compile(r"[\s_\-—·]+")


@dataclass(frozen=True, slots=True)
class Replacement:
    """The record that is replaced, and why: ``same-name`` or ``same-requirement``."""

    record: str
    reason: str


def stem(name: str) -> str:
    """A file name without extension, version marks and spaces, in one spelling."""
    base, dot, extension = name.rpartition(".")
    text = base if dot and base and extension.isascii() and len(extension) <= 5 else name
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    while (shorter := _TAIL.sub("", text)) != text and shorter:
        text = shorter
    return _BETWEEN.sub("", text)


def replaced_by(
    name: str, codes: Sequence[str], kind: str | None, returned: Sequence[Record]
) -> Replacement | None:
    """Which of a unit's returned records the document replaces; ``codes`` are the requirements its
    path names, ``kind`` what its path says for certain.
    """
    wanted = stem(name)
    named = [record for record in returned if stem(record.name) == wanted]
    if len(named) > 1 and codes:
        named = [record for record in named if set(codes) & set(record.requirements)] or named
    if named:
        return Replacement(named[0].id, "same-name") if len(named) == 1 else None
    proving = [record for record in returned if _proves(record, codes, kind)]
    return Replacement(proving[0].id, "same-requirement") if len(proving) == 1 else None


def _proves(record: Record, codes: Sequence[str], kind: str | None) -> bool:
    same_kind = kind is None or record.description.kind in (None, kind)
    return same_kind and bool(set(codes) & set(record.requirements))
