"""题注: who adopted or promulgated a law, and when, as the lines below its title say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dossier.rules.letterheads import organ_of
from dossier.rules.notations import Notation

_MOST_LINES = 15
_DONE = re.compile(r"(?:通过|批准|公布|发布|修订|修正|公告)[）)]?\s*$")
_SESSION = re.compile(r"第[一二三四五六七八九十百\d]+届((?:全国)?人民代表大会(?:常务委员会)?)")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}$")
_DECREE = re.compile(
    r"^(?:中华人民共和国)?([\u4e00-\u9fff]{2,20}?)(?:令|公告)?\s*(?:第?[〇一二三四五六七八九十百\d]+号)?"
    r"(?:公布|发布|修订)"
)
_COURTS = ("最高人民法院", "最高人民检察院")
_LEAD = "（( \u3000根据"


def adoption(lines: Sequence[str], notation: Notation) -> tuple[str | None, str | None]:
    """The organ that adopted it, and the last day of adoption, change or promulgation; None where
    nobody says. The day from which it holds is none of them, and who approved it did not adopt it.
    """
    told = list(_told(lines[1:_MOST_LINES], notation))
    if not told:
        return None, None
    own = [line for _day, line in told if not line.endswith("批准")]
    organs = (organ for line in reversed(own) if (organ := _organ(line)))
    return next(organs, None), max(day for day, _line in told)


def _told(lines: Sequence[str], notation: Notation) -> Iterator[tuple[str, str]]:
    """Lines such as 2018年5月24日某某会议通过: their last day, and the line without its first."""
    for line in lines:
        plain = line.lstrip(_LEAD)
        days = [day for day in notation.days(plain) if day.iso]
        if days and plain.startswith(days[0].text) and _DONE.search(plain):
            past = (day.iso for day in days if f"{day.text}施行" not in plain and day.iso)
            yield max(past, default=days[0].iso or ""), plain.removeprefix(days[0].text).strip()


def _organ(line: str) -> str | None:
    if session := _SESSION.search(line):
        place = line[: session.start()].removeprefix("经")
        return place + session[1] if not place or _PLACE.fullmatch(place) else None
    if line.startswith(_COURTS):
        return next(court for court in _COURTS if line.startswith(court))
    decree = _DECREE.match(line)
    named = decree[1] if decree else ""
    return named if named == "国务院" or organ_of(named) else None
