"""Which unit a folder or letterhead names: name, alias, former name, or the only one that fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    """The unit's official name or None, and why: ``name``, ``alias``, ``inbox`` (its own folder),
    ``former`` (renamed or merged since), ``contains``, ``within``, ``ambiguous``, ``unknown`` or
    ``no-folder``. ``as_written`` is the name of the roster that fitted; ``rivals`` are the units
    an ambiguous name may mean.
    """

    unit: str | None
    reason: str
    as_written: str = ""
    rivals: tuple[str, ...] = ()


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
    """Exactly by name, alias, folder or former name, else by the only unit whose name is in the
    folder's or holds it. A current name goes before a former one.
    """
    written = written_name(folder)
    for reason, names in _EXACT:
        if found := _owners(units, names, written_name, written.__eq__):
            return _only(found, reason)
    wanted = plain_name(folder)
    for reason, names in _EXACT:
        if found := _owners(units, names, plain_name, wanted.__eq__):
            return _only(found, reason)
    if len(wanted) < _SHORTEST:
        return UnitMatch(None, "unknown")
    if inside := _inside(wanted, units):
        return _only(inside, "contains")
    return _only(_owners(units, _all_names, plain_name, lambda key: wanted in key), "within")


def _inside(wanted: str, units: Sequence[Unit]) -> dict[str, str]:
    """Units named within the folder name; a longer name hides those it contains."""
    every = {plain_name(name) for unit in units for name in _all_names(unit)}
    keys = {key for key in every if len(key) >= _SHORTEST and key in wanted}
    longest = {key for key in keys if not any(key != other and key in other for other in keys)}
    return _owners(units, _all_names, plain_name, longest.__contains__)


def _only(found: Mapping[str, str], reason: str) -> UnitMatch:
    if len(found) == 1:
        ((unit, name),) = found.items()
        return UnitMatch(unit, reason, name)
    return UnitMatch(None, "ambiguous" if found else "unknown", rivals=tuple(found))


def _owners(
    units: Sequence[Unit],
    names: Callable[[Unit], Iterable[str]],
    form: Callable[[str], str],
    fits: Callable[[str], bool],
) -> dict[str, str]:
    """Units one of whose names fits, with the first name that does."""
    found: dict[str, str] = {}
    for unit in units:
        for name in names(unit):
            if (key := form(name)) and fits(key):
                found.setdefault(unit.name, name)
    return found


def _own(unit: Unit) -> Iterable[str]:
    return (unit.name,)


def _aliases(unit: Unit) -> Iterable[str]:
    return unit.aliases


def _folder(unit: Unit) -> Iterable[str]:
    return (unit.inbox,) if unit.inbox else ()


def _former(unit: Unit) -> Iterable[str]:
    return unit.formerly


def _all_names(unit: Unit) -> Iterable[str]:
    return (unit.name, *unit.aliases, *unit.formerly)


_EXACT = (("name", _own), ("alias", _aliases), ("inbox", _folder), ("former", _former))
