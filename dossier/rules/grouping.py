"""Files of one occasion: its notice, sign-in sheet, speech and photographs.

Files belong together that lie in one folder or container, or that one unit sent under one name
stem within a few days. A unit's own folder alone joins nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dossier.i18n import N_
from dossier.model.placing import Reason
from dossier.rules.wording import plain

_ROLE = re.compile(
    "通知|签到表?|签到册|讲话稿?|发言稿?|致辞|主持词|议程|流程|方案|预案|纪要|记录|照片|图片|合影|现场|简报|信息|报道"
    "|新闻稿?|总结|小结|报告|名单|统计表|情况说明|情况|材料|活动"
)
_COUNTED = re.compile(r"[(（\[【]\s*\d+\s*[)）\]】]|\d+|第?[一二三四五六七八九十]+$|[\s_\-—.、]+")
_SHORTEST, _DAYS, _LARGEST = 4, 3, 60

SAME_FOLDER = N_("they came in the same folder or container: {name}")
SAME_NAME = N_("they share a name and a date: {name}")


@dataclass(frozen=True, slots=True)
class Member:
    """What grouping looks at: ``home`` as :func:`~dossier.rules.companions.home_of` says it,
    ``day`` the ISO date of the paper, the picture or its reception.
    """

    record: str
    home: str
    stem: str
    unit: str | None
    day: str


@dataclass(frozen=True, slots=True)
class Bunch:
    """Records of one occasion, in order, with its name and why they are thought to be one."""

    name: str
    records: tuple[str, ...]
    reason: Reason


def bunches(members: Iterable[Member]) -> list[Bunch]:
    """The occasions among the files, each file in one at most."""
    listed = list(members)
    found = list(_by_folder(listed))
    taken = {record for bunch in found for record in bunch.records}
    found += _by_name([member for member in listed if member.record not in taken])
    return sorted(found, key=lambda bunch: bunch.records)


def occasion(stem: str) -> str:
    """A file's name without its role in the occasion, numbers and dates."""
    return _COUNTED.sub("", _ROLE.sub("", plain(stem)))


def _by_folder(members: Sequence[Member]) -> Iterator[Bunch]:
    homes: defaultdict[str, list[Member]] = defaultdict(list)
    for member in members:
        if member.home:
            homes[member.home].append(member)
    for home, inside in homes.items():
        if 2 <= len(inside) <= _LARGEST:
            name = home.rpartition("\n")[2]
            yield _bunch(name, inside, Reason(SAME_FOLDER, {"name": name}))


def _by_name(members: Sequence[Member]) -> Iterator[Bunch]:
    named: defaultdict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in members:
        core = occasion(member.stem)
        if member.unit and len(core) >= _SHORTEST:
            named[member.unit, core].append(member)
    for (_unit, core), alike in named.items():
        for near in _near(alike):
            if 2 <= len(near) <= _LARGEST:
                yield _bunch(core, near, Reason(SAME_NAME, {"name": core}))


def _near(members: Sequence[Member]) -> Iterator[list[Member]]:
    """Runs of members whose days follow one another closely."""
    run: list[Member] = []
    for member in sorted(members, key=lambda item: (item.day, item.record)):
        if run and _apart(run[-1].day, member.day) > _DAYS:
            yield run
            run = []
        run.append(member)
    if run:
        yield run


def _apart(one: str, other: str) -> int:
    return abs((dt.date.fromisoformat(other) - dt.date.fromisoformat(one)).days)


def _bunch(name: str, members: Sequence[Member], reason: Reason) -> Bunch:
    return Bunch(name, tuple(sorted(member.record for member in members)), reason)
