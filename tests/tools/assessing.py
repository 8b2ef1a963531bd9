"""A small edition and records to assess, as values."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from dossier.extract.photo_prints import DRAFT, SAME, likeness, print_of
from dossier.model.assessment import Assessment, RequirementCoverage
from dossier.model.editions import Edition, Indicator, Kind, Requirement, Slot, Unit
from dossier.model.facts import TextFacts, Vocabulary
from dossier.model.findings import Finding
from dossier.model.fixity import Fixity
from dossier.model.prints import PhotoPrint
from dossier.model.profiles import KindRule, Layout, Profile
from dossier.model.records import Claim, Dates, Description, Record, RecordState, Source
from dossier.model.settings import DutySettings, StageSettings
from dossier.rules.assessing import Assessor, Terms
from dossier.rules.photo_index import MemoryGallery
from dossier.rules.text_facts import facts_of, vocabulary

TODAY = dt.date(2026, 6, 1)
KINDS = (
    Kind("policy", "规范文件"),
    Kind("report", "说明报告"),
    Kind("photo", "实景图片"),
    Kind("table", "统计表格"),
    Kind("opinion", "上级评价意见", from_above=True, lead_days=30),
)
UNITS = tuple(
    Unit(name, "街道" if "街道" in name else "部门")
    for name in (
        "文明办",
        "教育局",
        "民政局",
        "东门街道",
        "河西街道",
        "南湖街道",
    )
)
PLACES = frozenset({"青澜市", "云溪区", "海盐县", "张家港市", "江苏省"})
GROUPS = {"全区各单位": "*", "各街道": "街道"}


def ask(code: str, *slots: Slot, lead: Sequence[str] = ("文明办",), **more: Any) -> Requirement:
    return Requirement(code, "Ⅲ-1", f"要求{code}", slots, tuple(lead), **more)


def edition(*asks: Requirement, **more: Any) -> Edition:
    nodes = more.pop("indicators", (Indicator("Ⅲ-1", 3, "内容"),))
    return Edition("e", "体系", 2026, "城区", KINDS, nodes, asks, UNITS, GROUPS, **more)


def profile(*rules: KindRule, **more: Any) -> Profile:
    return Profile("p", "规格", rules, Layout("{code}", "{name}"), **more)


def words(of: Edition | None = None) -> Vocabulary:
    return vocabulary(of, PLACES) if of else Vocabulary(places=PLACES)


def facts(text: str, of: Edition | None = None, pages: Sequence[str] = ()) -> TextFacts:
    return facts_of(text, pages, words(of))


def digest(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def record(
    number: int,
    *claims: Claim | tuple[str, str],
    unit: str | None = "文明办",
    content: str | None = None,
    kind: str | None = "report",
    state: RecordState = RecordState.PLACED,
    usable: bool | None = True,
    form: str = "docx",
    title: str = "",
    doc_number: str | None = None,
    details: Mapping[str, str | int | float] | None = None,
    size: int = 1000,
    received: str = "2026-05-20",
    origins: Mapping[str, str] | None = None,
    **dates: str,
) -> Record:
    made = tuple(item if isinstance(item, Claim) else Claim(*item) for item in claims)
    return Record(
        id=f"2026-{number:06d}",
        fixity=Fixity(digest(content or f"content {number}"), size),
        name=f"{title or number}.{form}",
        source=Source("/inbox", f"{unit}/{number}.{form}"),
        received=f"{received}T09:00:00+08:00",
        unit=unit,
        state=state,
        description=Description(
            format=form,
            title=title or None,
            doc_number=doc_number,
            kind=kind,
            dates=Dates(received=received, **dates),
            chars=500,
            usable=usable,
            details=dict(details or {}),
            origins=dict(origins or {}),
        ),
        claims=made,
    )


def terms(of: Edition, **more: Any) -> Terms:
    settings = {"profile": profile(), "gallery": MemoryGallery(likeness), "same": SAME, **more}
    return Terms(edition=of, **settings)


Held = tuple[Record, TextFacts | None, PhotoPrint | None]


def assessor(of: Edition, held: Iterable[Record | Held], **more: Any) -> Assessor:
    made = Assessor(terms(of, **more))
    for item in held:
        if isinstance(item, Record):
            made.put(item)
        else:
            made.put(*item)
    return made


def assess(of: Edition, *held: Record | Held, as_of: dt.date = TODAY, **more: Any) -> Assessment:
    return assessor(of, held, **more).assessment(as_of)


def covered(assessment: Assessment, code: str) -> RequirementCoverage:
    return next(item for item in assessment.requirements if item.code == code)


def found(assessment: Assessment, code: str) -> list[Finding]:
    return [item for item in assessment.findings if item.code == code]


def codes(assessment: Assessment) -> set[str]:
    return {item.code for item in assessment.findings}


def duty(deadline: str | None = None, **more: Any) -> DutySettings:
    return DutySettings(deadline=deadline, **more)


def stages(**days: str) -> StageSettings:
    return StageSettings(**days)


def picture(seed: int, crowd: int | None = None) -> Image.Image:
    """A hall seen from one place; another ``crowd`` is another photograph of the same hall."""
    luck = Random(seed)
    image = Image.new("RGB", (800, 600), _colour(luck, 120, 220))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        left, top = luck.randint(-60, 760), luck.randint(-60, 400)
        box = (left, top, left + luck.randint(60, 320), top + luck.randint(50, 260))
        draw.rectangle(box, fill=_colour(luck, 40, 230))
    people = Random(seed if crowd is None else crowd)
    for _ in range(24):
        x, y = people.randint(0, 800), people.randint(280, 600)
        draw.ellipse((x - 14, y - 110, x + 14, y - 82), fill=(226, 180, 150))
        draw.rectangle((x - 24, y - 82, x + 24, y), fill=_colour(people, 20, 240))
    return image


def _colour(luck: Random, low: int, high: int) -> tuple[int, int, int]:
    return luck.randint(low, high), luck.randint(low, high), luck.randint(low, high)


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def print_jpeg(data: bytes) -> PhotoPrint:
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", DRAFT)
        return print_of(image)


def cropped(image: Image.Image, left: float, top: float, right: float, below: float) -> Image.Image:
    width, height = image.size
    box = (
        int(width * left),
        int(height * top),
        int(width * (1 - right)),
        int(height * (1 - below)),
    )
    return image.crop(box)
