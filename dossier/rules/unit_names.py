"""Which unit a folder is named after: a name, an alias, or one that fits no other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dossier.model.editions import Unit

_SHORTEST = 2
_NUMERAL = "[一二三四五六七八九十百]{1,3}"
_LEADING = re.compile(rf"^(?:[(【\[](?:\d+|{_NUMERAL})[)】\]]|\d+|{_NUMERAL}(?=[、.]))[\s、.,_-]*")
_TRAILING = re.compile(
    r"(?:[(【\[][^()【】\[\]]*[)】\]]"
    r"|[\s_-]*(?:19|20)\d\d年?(?:度|\d{1,2}月?(?:\d{1,2}日?)?)?"
    r"|[\s_-]*\d{1,8}"
    r"|[\s_-]*第[\d一二三四五六七八九十]+[批次季]度?"
    r"|[\s_-]*(?:报送|申报|上报|提交|测评|佐证|创建|迎检)?(?:材料|资料|文件夹|文件))$"
)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The unit's official name or None, and why: ``name``, ``alias``, ``contains``, ``within``,
    ``ambiguous``, ``unknown`` or ``no-folder``.
    """

    unit: str | None
    reason: str


@lru_cache(maxsize=4096)
def written_name(text: str) -> str:
    """A name in one width and case, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=4096)
def plain_name(text: str) -> str:
    """A folder or unit name without numbering, spaces, and what was added for the occasion."""
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    while True:
        shorter = _TRAILING.sub("", _LEADING.sub("", name)).strip(" _-、.")
        if shorter == name or not shorter:
            return re.sub(r"\s+", "", name)
        name = shorter


def match_unit(folder: str, units: Sequence[Unit]) -> UnitMatch:
    """Exactly by name or alias, else by the only unit whose name is in the folder's or holds it."""
    written = written_name(folder)
    spelled = {unit.name for unit in units if written in map(written_name, _names(unit))}
    if len(spelled) == 1:
        return _only(spelled, "name" if written in map(written_name, spelled) else "alias")
    wanted = plain_name(folder)
    exact = _owners(units, lambda key: key == wanted)
    if exact:
        by_name = {unit.name for unit in units if plain_name(unit.name) == wanted}
        return _only(exact, "name" if by_name else "alias")
    if len(wanted) < _SHORTEST:
        return UnitMatch(None, "unknown")
    inside = _inside(wanted, units)
    if inside:
        return _only(inside, "contains")
    return _only(_owners(units, lambda key: wanted in key), "within")


def _inside(wanted: str, units: Sequence[Unit]) -> set[str]:
    """Units named within the folder name; a longer name hides those it contains."""
    keys = {key for unit in units for key in _keys(unit) if len(key) >= _SHORTEST and key in wanted}
    longest = {key for key in keys if not any(key != other and key in other for other in keys)}
    return _owners(units, longest.__contains__)


def _only(found: set[str], reason: str) -> UnitMatch:
    if len(found) == 1:
        return UnitMatch(next(iter(found)), reason)
    return UnitMatch(None, "ambiguous" if found else "unknown")


def _owners(units: Sequence[Unit], fits: Callable[[str], bool]) -> set[str]:
    return {unit.name for unit in units if any(fits(key) for key in _keys(unit))}


def _keys(unit: Unit) -> tuple[str, ...]:
    return tuple(key for name in _names(unit) if (key := plain_name(name)))


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *unit.aliases)
