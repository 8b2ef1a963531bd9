"""A small city to bundle, built from model values; shared by the bundle and report tests."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from dossier.i18n import Translator
from dossier.model.assessment import (
    Assessment,
    RequirementCoverage,
    SlotCoverage,
    Summary,
    UnitCoverage,
    Verdict,
)
from dossier.model.bundles import BundlePlan
from dossier.model.editions import Edition, Kind, Requirement, Slot
from dossier.model.findings import Finding
from dossier.model.fixity import Fixity
from dossier.model.profiles import KindRule, Layout, Profile
from dossier.model.records import Claim, Description, Record, RecordState, Source
from dossier.report.tag_files import tag_files
from dossier.rules.compilation import plan_bundle

AGENT = "dossier 0.1.0"
AS_OF = "2017-08-31"
ZH = Translator("zh")

EDITION = Edition(
    id="city-2017",
    title="示例测评体系（2017）",
    year=2017,
    scope="城区",
    kinds=(Kind("policy", "规范文件"), Kind("report", "说明报告"), Kind("photo", "实景图片")),
    indicators=(),
    requirements=(
        Requirement(
            "Ⅲ-1-1-①", "Ⅲ-1-1", "有工作方案", (Slot("policy"), Slot("report")), ("文明办",)
        ),
        Requirement("Ⅲ-2-1-①", "Ⅲ-2-1", "有活动图片", (Slot("photo", 2),), ("教育局",)),
        Requirement("Ⅲ-3-1-①", "Ⅲ-3-1", "由上级测评", (Slot("report"),), uploaded=False),
    ),
    digest="sha256:edition",
)
LAYOUT = Layout(folder="{code_ascii} {title}/{kind_name}", file="{seq} {unit} {stem}{ext}")
PROFILE = Profile(
    id="portal",
    title="申报系统",
    kinds=(KindRule("policy", ("pdf",), max_bytes=1000), KindRule("photo", ("jpeg",))),
    layout=LAYOUT,
    digest="sha256:profile",
)


def fixity(data: bytes) -> Fixity:
    return Fixity(f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))


def record(
    number: int,
    name: str,
    data: bytes,
    *claims: tuple[str, str],
    unit: str = "文明办",
    usable: bool | None = True,
    state: RecordState = RecordState.PLACED,
    findings: Sequence[Finding] = (),
    form: str = "pdf",
    title: str | None = None,
) -> Record:
    return Record(
        id=f"2017-{number:06d}",
        fixity=fixity(data),
        name=name,
        source=Source("/inbox", f"{unit}/{name}"),
        received="2017-08-01T09:00:00+08:00",
        unit=unit,
        state=state,
        description=Description(
            format=form, usable=usable, findings=tuple(findings), title=title, pages=2
        ),
        claims=tuple(Claim(code, kind) for code, kind in claims),
    )


CONTENT = {
    1: b"plan of the city" * 10,
    2: b"report on the plan",
    3: b"picture one",
    4: b"picture two",
}
RECORDS = (
    record(1, "方案.pdf", CONTENT[1], ("Ⅲ-1-1-①", "policy"), title="文明城市创建工作方案"),
    record(2, "报告.docx", CONTENT[2], ("Ⅲ-1-1-①", "report"), form="docx"),
    record(3, "图1.jpg", CONTENT[3], ("Ⅲ-2-1-①", "photo"), unit="教育局", form="jpeg"),
    record(4, "图2.jpg", CONTENT[4], ("Ⅲ-2-1-①", "photo"), unit="教育局", form="jpeg"),
)


def assessment(
    verdicts: Mapping[str, Verdict] | None = None, edition: Edition = EDITION
) -> Assessment:
    """Everything complete but what ``verdicts`` says otherwise."""
    known = verdicts or {}
    covered = tuple(
        _coverage(item, known.get(item.code, Verdict.COMPLETE)) for item in edition.requirements
    )
    bad = [item for item in covered if item.verdict is not Verdict.COMPLETE]
    return Assessment(
        edition=edition.id,
        as_of=AS_OF,
        verdict=bad[0].verdict if bad else Verdict.COMPLETE,
        summary=Summary(len(covered), len(covered) - len(bad), 0, len(bad), 0, 1, 0.5),
        requirements=covered,
        units=(UnitCoverage("文明办", 1, 1, 0, "green"),),
        findings=tuple(finding for item in covered for finding in item.findings),
    )


def _coverage(item: Requirement, verdict: Verdict) -> RequirementCoverage:
    lacking: dict[str, str | int | float] = {
        "kind_name": "规范文件",
        "found": 0,
        "needed": 1,
        "units": "文明办",
    }
    return RequirementCoverage(
        code=item.code,
        title=item.title,
        indicator=item.indicator,
        lead=item.lead,
        units=item.lead,
        due=None,
        verdict=verdict,
        waived=False,
        uploaded=item.uploaded,
        slots=tuple(SlotCoverage(s.kind, s.min, 1, 1, 0, True, verdict) for s in item.slots),
        records=(),
        findings=() if verdict is Verdict.COMPLETE else (Finding("E301", item.code, lacking),),
    )


@dataclass
class Shelf:
    """Content by digest; ``open`` is what a store offers."""

    held: dict[str, bytes]

    def open(self, digest: str) -> BinaryIO:
        if digest not in self.held:
            raise FileNotFoundError(digest)
        return io.BytesIO(self.held[digest])


def shelf(contents: Iterable[bytes] = tuple(CONTENT.values())) -> Shelf:
    return Shelf({fixity(data).digest: data for data in contents})


def by_id(records: Iterable[Record]) -> dict[str, Record]:
    """Records as plans and lists take them."""
    return {one.id: one for one in sorted(records, key=lambda one: one.id)}


def planned(
    records: Sequence[Record] = RECORDS,
    *,
    layout: Layout = LAYOUT,
    partial: bool = False,
    reason: str = "",
    verdicts: Mapping[str, Verdict] | None = None,
    missing: Sequence[str] = (),
    requirements: Sequence[str] | None = None,
    translator: Translator = ZH,
) -> BundlePlan:
    return plan_bundle(
        EDITION,
        replace(PROFILE, layout=layout),
        assessment(verdicts),
        by_id(records),
        as_of=AS_OF,
        partial=partial,
        reason=reason,
        missing=missing,
        requirements=requirements,
        translator=translator,
    )


def tags(
    plan: BundlePlan,
    records: Sequence[Record] = RECORDS,
    verdicts: Mapping[str, Verdict] | None = None,
    translator: Translator = ZH,
) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        lists = tag_files(
            plan, EDITION, assessment(verdicts), by_id(records), translator, folder=Path(folder)
        )
        return {name: path.read_bytes() for name, path in lists.items()}
