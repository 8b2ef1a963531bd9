"""Writing the demo city: an inbox full of the papers of about a dozen invented units."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path, PurePosixPath

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.editions import Edition
from dossier.sample import phrases
from dossier.sample.faults import DUPLICATE, FAULTS, Fault
from dossier.sample.names import spellings
from dossier.sample.packages import windows_zip
from dossier.sample.papers import opinion_pdf, policy_pdf
from dossier.sample.photos import photo_jpeg
from dossier.sample.plan import CityPlan, Item, plan_city
from dossier.sample.reports import report_docx
from dossier.sample.subject import Subject, luck_for
from dossier.sample.tables import note_markdown, note_text, table_csv, table_xlsx

PLACE = phrases.CITY + phrases.DISTRICT
"""The invented district, in full."""
ZIP_NAME = "补充材料打包.zip"


@dataclass(frozen=True, slots=True)
class CitySummary:
    """What was written below ``folder``.

    ``formats`` counts the good files by suffix; ``faults`` says for each faulty path (relative,
    POSIX) what is wrong, as a message id; ``gaps`` are the codes left without good material.
    """

    folder: Path
    units: tuple[str, ...]
    formats: Mapping[str, int]
    faults: Mapping[str, str]
    gaps: tuple[str, ...]

    @property
    def files(self) -> int:
        """All files written, faulty ones included."""
        return sum(self.formats.values()) + len(self.faults)


@dataclass(frozen=True, slots=True)
class _Made:
    path: str
    content: bytes
    day: date
    wrong: str = ""


def write_city(folder: Path, edition: Edition, *, seed: int, today: date) -> CitySummary:
    """Write the inbox tree of an invented city that works on ``edition``.

    The same edition, seed and day give the same bytes. Every file's modification time lies some
    days before ``today``, so that none of them counts as still growing. Raises ``UsageError``
    when the folder cannot be written.
    """
    plan = plan_city(edition, seed=seed, today=today)
    formats: Counter[str] = Counter()
    faults: dict[str, str] = {}
    for made in _everything(plan, seed, today):
        _write(folder, made)
        if made.wrong:
            faults[made.path] = made.wrong
        else:
            formats[PurePosixPath(made.path).suffix.lstrip(".")] += 1
    gaps = tuple(ask.code for ask in plan.gaps)
    return CitySummary(folder, plan.units, dict(sorted(formats.items())), faults, gaps)


def _everything(plan: CityPlan, seed: int, today: date) -> Iterator[_Made]:
    for item in plan.items:
        yield _Made(item.path, _content(item, seed), item.day)
    yield from _package(plan, seed)
    yield from _faulty(plan, seed, today)
    yield from _duplicate(plan, seed)


def _content(item: Item, seed: int) -> bytes:
    luck = luck_for(seed, item.path)
    return _MAKERS[item.maker](Subject(item.unit, item.topic, item.day, luck))


def _photo(subject: Subject) -> bytes:
    return photo_jpeg(subject.day, subject.luck)


_MAKERS: Mapping[str, Callable[[Subject], bytes]] = {
    "policy": policy_pdf,
    "opinion": opinion_pdf,
    "report": report_docx,
    "photo": _photo,
    "table": table_xlsx,
    "csv": table_csv,
    "text": note_text,
    "markdown": note_markdown,
}

_PACKED = (
    ("{code} 补充材料/说明报告/{code} 情况说明.docx", "report"),
    ("{code} 补充材料/规范文件/{code} 实施方案.pdf", "policy"),
    ("{code} 补充材料/实景图片/现场图片一.jpg", "photo"),
    ("{code} 补充材料/实景图片/现场图片二.jpg", "photo"),
    ("{code} 补充材料/统计数据.csv", "csv"),
    ("补充材料说明.txt", "text"),
)


def _package(plan: CityPlan, seed: int) -> Iterator[_Made]:
    """A ZIP from the last unit with more material for an ask that has some already."""
    model = next((item for item in reversed(plan.items) if item.code), None)
    if model is None or model.code is None:
        return
    code = spellings(model.code)[-1]
    members = {}
    for template, maker in _PACKED:
        name = template.format(code=code)
        packed = Item(f"{ZIP_NAME}/{name}", model.unit, model.topic, maker, model.day)
        members[name] = _content(packed, seed)
    yield _Made(f"{model.unit}/{ZIP_NAME}", windows_zip(members), model.day)


def _faulty(plan: CityPlan, seed: int, today: date) -> Iterator[_Made]:
    """The faulty files, one unit after another; those with a code stand for asks left open."""
    for number, fault in enumerate(FAULTS):
        unit, topic, code = _victim(plan, fault, number)
        path = f"{unit}/{fault.name.format(code=code).strip()}"
        day = today - timedelta(days=20 + number)
        subject = Subject(unit, topic, day, luck_for(seed, path))
        yield _Made(path, fault.make(subject), day, fault.wrong)


def _victim(plan: CityPlan, fault: Fault, number: int) -> tuple[str, str, str]:
    """Unit, topic and code a faulty file is for: an ask left open that wants its kind, if any."""
    gaps = [gap for gap in plan.gaps if fault.kind in gap.kinds]
    if not gaps:
        return plan.units[number % len(plan.units)], phrases.ANY_TOPIC, ""
    gap = gaps[number % len(gaps)]
    return gap.unit, gap.topic, gap.code


def _duplicate(plan: CityPlan, seed: int) -> Iterator[_Made]:
    """A coded report once more, byte for byte, in another unit's folder."""
    first = next((item for item in plan.items if item.maker == "report" and item.code), None)
    if first is None:
        return
    other = next((unit for unit in plan.units if unit != first.unit), first.unit)
    path = f"{other}/转发 {PurePosixPath(first.path).name}"
    yield _Made(path, _content(first, seed), first.day, DUPLICATE)


def _write(folder: Path, made: _Made) -> None:
    target = folder.joinpath(*made.path.split("/"))
    moment = datetime.combine(made.day + timedelta(days=3), time(9, 30), UTC).timestamp()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made.content)
        os.utime(target, (moment, moment))
    except OSError as error:
        raise UsageError(
            N_("The demo city cannot be written: {path}: {reason}"),
            N_("Choose another folder with free space and write permission."),
            path=str(target),
            reason=error.strerror or str(error),
        ) from error
