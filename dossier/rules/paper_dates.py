"""The dates of a document: when issued, when it happened, when taken, what period it covers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.model.records import Dates
from dossier.rules.letterheads import organs_of
from dossier.rules.notations import Day, Notation, Notes
from dossier.rules.paper_adoption import adoption
from dossier.rules.photo_captions import split
from dossier.rules.titles import Title, stem_of

PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "gif", "heic", "avif"})
RECORDINGS = frozenset(
    {
        "mp4",
        "mov",
        "avi",
        "wmv",
        "mkv",
        "flv",
        "mpg",
        "ts",
        "rm",
        "mp3",
        "wav",
        "aac",
        "amr",
        "flac",
        "ogg",
    }
)
_HEAD_LINES = 25
_DATE_LINE = 24
_SIGNED_LINE = 60
_BELOW_TITLE = 6
_PERIOD = re.compile(r"^(?:统计|填报|报告|所属)?(?:期间|时段|时间范围|周期|起止时间)\s*[:：]")
_HAPPENED = re.compile(
    r"(?:活动|会议|举办|开展|拍摄)(?:时间|日期)\s*[:：]|^时间\s*[:：]"
    r"|^[^。；]{0,12}日[^。；]{0,30}(?:召开|举行|举办|开展了?|组织|启动|走进)"
)
_CAMERA_NAME = re.compile(
    r"^(?:IMG|VID|MVIMG|PXL|WIN|Screenshot|微信图片|mmexport|WeChat|照片)?[_\s-]*((?:19|20)\d{6})[_\-\d\s]*$",
    re.IGNORECASE,
)
_OLDEST_PHOTO = "1995-01-01"
_EXIF_DATE = re.compile(r"(\d{4})[:\-/](\d{2})[:\-/](\d{2})")
_PUBLISHED = re.compile(
    r"(?:首播|播出|播放|刊发|刊登|发布|发表|见报|上线)(?:时间|日期)\s*[:：]|来源[:：].{0,30}时间[:：]"
)
_EDITED = re.compile(r"\s*(?:主办|编印|编发|编)$")
_ABOUT_TIME = re.compile(r"(?:时间|日期|期限|阶段|安排|部署)\s*[:：]?$")
_WHEN = re.compile(r"^[^。；]{0,6}(?:活动|会议|举办|开展|拍摄)(?:时间|日期)\s*[:：]?$")
_DATED = re.compile(r"成文日期|印发日期|发文日期|(?:填报|填表|制表|报送)(?:日期|时间)")
_ANNOUNCED = re.compile(r"发布日期")


def dates_of(
    extraction: Extraction,
    title: Title,
    lines: list[str],
    name: str,
    received: str,
    notation: Notation,
    notes: Notes,
) -> Dates:
    """Every date a document states, each with its origin, as far as it is possible."""
    event, said_by = _event(extraction, lines, name, received, notation)
    return Dates(
        issued=notes.take("dates.issued", _issued(lines, notation, notes), "text"),
        event=notes.take("dates.event", event, said_by),
        taken=_taken(extraction, name, received, notation, notes),
        covered=_covered(title, lines, notation, notes),
        received=received,
    )


def published(lines: Sequence[str], notation: Notation) -> str | None:
    """When a piece of news was printed or broadcast, as a line labels it."""
    labelled = (line for line in lines if _PUBLISHED.search(line))
    days = (found.iso for line in labelled for found in notation.days(line))
    return next((day for day in days if day), None)


def _covered(title: Title, lines: list[str], notation: Notation, notes: Notes) -> str | None:
    """The period of the title, else the one a line near the beginning labels."""
    if found := notation.interval(title.text):
        return notes.take("dates.covered", found, title.origin)
    labelled = (line for line in lines[:_HEAD_LINES] if _PERIOD.match(line))
    found = next((period for line in labelled if (period := notation.interval(line))), None)
    return notes.take("dates.covered", found, "text")


def _event(
    extraction: Extraction, lines: list[str], name: str, received: str, notation: Notation
) -> tuple[str | None, str]:
    """When something happened: as labelled, as the opening sentence tells, as the name says."""
    for above, line in itertools.pairwise(["", *lines[:_HEAD_LINES]]):
        told = _HAPPENED.search(line) or _WHEN.match(above)
        if told and (day := _possible(notation, line, received)):
            return day, "text"
    if extraction.format in PICTURES | RECORDINGS:
        written = str(extraction.metadata.get("ImageDescription", ""))
        if day := day_of_caption(written, notation, received):
            return day, "metadata"
        return _possible(notation, stem_of(name), received), "name"
    return None, "text"


def day_of_caption(caption: str, notation: Notation, received: str) -> str | None:
    """The day a caption gives for what it shows, by its label 时间 or at its beginning."""
    said = split(caption).get("caption_time", "")
    return _possible(notation, said, received)


def _possible(notation: Notation, text: str, received: str) -> str | None:
    days = (found.iso for found in notation.days(text))
    return next((day for day in days if day and _OLDEST_PHOTO <= day <= received[:10]), None)


def _issued(lines: list[str], notation: Notation, notes: Notes) -> str | None:
    """成文日期: below the signature, else behind its label, else the last line that is a date, else
    the day a law was adopted.
    """
    if (signed := signature(lines, notation)) and signed[1].iso:
        return signed[1].iso
    for line in reversed(lines):
        if _DATED.search(line) and (day := _first_day(line, notation)):
            return day
    for above, line in reversed(list(itertools.pairwise(["", *lines]))):
        if _ABOUT_TIME.search(above) and not _DATED.search(above):
            continue
        alone = _only_date(line, notation)
        if alone is not None and alone.iso is None:
            notes.findings.append(Finding("W203", "", {"date": alone.text}))
        if alone is None and _ANNOUNCED.search(line):
            alone = next(iter(notation.days(line)), None)
        if alone is not None and alone.iso:
            return alone.iso
    return adoption(lines, notation)[1]


def _first_day(line: str, notation: Notation) -> str | None:
    return next((day.iso for day in notation.days(line) if day.iso), None)


def _taken(
    extraction: Extraction, name: str, received: str, notation: Notation, notes: Notes
) -> str | None:
    """When it was taken, by the camera's clock, else by the name a telephone gave the file.

    A clock that was never set (1970, the future) says nothing and is reported.
    """
    wrong = ""
    for key in ("DateTimeOriginal", "DateTimeDigitized", *_recorded(extraction)):
        written = str(extraction.metadata.get(key, ""))
        if day := _camera_day(written, received):
            return notes.take("dates.taken", day, "metadata")
        wrong = wrong or written
    if wrong.strip(" 0:"):
        notes.findings.append(Finding("W203", "", {"date": wrong[:19]}))
    if extraction.format in PICTURES | RECORDINGS and _CAMERA_NAME.match(stem_of(name)):
        digits = _CAMERA_NAME.sub(r"\1", stem_of(name))[:8]
        return notes.take("dates.taken", _possible(notation, digits, received), "name")
    return None


def _recorded(extraction: Extraction) -> tuple[str, ...]:
    return ("created",) if extraction.format in RECORDINGS else ()


def _camera_day(written: str, received: str) -> str | None:
    match = _EXIF_DATE.match(written)
    if match is None:
        return None
    day = "-".join(match.groups())
    possible = 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31
    return day if possible and _OLDEST_PHOTO <= day <= received[:10] else None


def signature(lines: list[str], notation: Notation) -> tuple[str, Day] | None:
    """署名 and 成文日期: the first organs with nothing but a date below or behind them, behind the
    beginning; else those a report names below its title.
    """
    return _signed(lines[3:], notation) or _signed(lines[1:_BELOW_TITLE], notation)


def _signed(lines: list[str], notation: Notation) -> tuple[str, Day] | None:
    for above, line in itertools.pairwise(["", *lines]):
        if len(line) <= _DATE_LINE and (organs := organs_of(above)):
            found = _only_date(line, notation)
            if found is not None:
                return organs, found
        if len(line) <= _SIGNED_LINE and (both := _signed_line(line, notation)):
            return both
    return None


def _signed_line(line: str, notation: Notation) -> tuple[str, Day] | None:
    """Organ and date on one line, with a gap between them; briefings say 编 behind the organ."""
    found = next(iter(notation.days(line)), None)
    if found is None or not line.endswith(found.text):
        return None
    before = line.removesuffix(found.text)
    if before == before.rstrip() or "\t" in before.rstrip():
        return None
    organs = organs_of(_EDITED.sub("", before.rstrip()))
    return (organs, found) if organs else None


def _only_date(line: str, notation: Notation) -> Day | None:
    """The date that fills a line of its own, in brackets at times, whether any calendar has it or
    not.
    """
    found = next(iter(notation.days(line)), None)
    squeezed = re.sub(r"\s", "", line).strip("（）()")
    return found if found and re.sub(r"\s", "", found.text) == squeezed else None
