"""What the lists of a bundle show: the plan joined with records, asks and kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from dossier.i18n import N_, Translator
from dossier.model.assessment import Assessment, RequirementCoverage, Verdict
from dossier.model.bundles import ORIGINAL, BundlePlan, Omission, PlannedFile
from dossier.model.editions import Edition
from dossier.model.records import Claim, Record
from dossier.rules.captions import caption_of
from dossier.rules.outputs import PART_WORDS

VERDICTS = {
    Verdict.COMPLETE: N_("complete"),
    Verdict.INCOMPLETE: N_("incomplete"),
    Verdict.UNDETERMINED: N_("undetermined"),
}
"""Verdicts as people read them."""


ORIGINAL_KEPT = N_("original, not uploaded")
_ONE_PAGE = frozenset({"jpeg", "png", "bmp", "webp", "heic"})


@dataclass(frozen=True, slots=True)
class Row:
    """One file under one ask; ``again`` marks a reference to a file listed before."""

    file: PlannedFile
    record: Record
    claim: Claim
    kind_name: str
    again: bool

    @property
    def path(self) -> str:
        """The bag-relative path."""
        return f"data/{self.file.path}"

    @property
    def unit(self) -> str:
        """The unit that answers for this evidence."""
        return self.claim.unit or self.record.unit or ""

    @property
    def caption(self) -> str:
        """What is said of it, with the claim or with the file."""
        return caption_of(self.record, self.claim)

    @property
    def remark(self) -> str:
        """The caption and, behind an arrow, the page or passage that proves it."""
        pointer = f"→ {self.claim.pointer}" if self.claim.pointer else ""
        return f"{self.caption} {pointer}".strip()

    @property
    def title(self) -> str:
        """The document's title, else its name as received."""
        return self.record.description.title or self.record.name

    @property
    def pages(self) -> int | None:
        """How many pages the document has, None where nobody counted; a picture is one."""
        known = self.record.description
        return 1 if known.pages is None and known.format in _ONE_PAGE else known.pages

    @property
    def form(self) -> str:
        """What kind of file it is, as its name ends: one record may be sent as several."""
        return self.file.path.rpartition("/")[2].rpartition(".")[2].upper()

    @property
    def note(self) -> str:
        """What sets this file apart, as a message id: an original, a single page; else nothing."""
        if self.file.role == ORIGINAL:
            return ORIGINAL_KEPT
        return PART_WORDS.get(self.file.part, "")


@dataclass(frozen=True, slots=True)
class Section:
    """One ask with its files, of which each says whether it was listed before; the forms and books
    made for it, and what it lacks.
    """

    coverage: RequirementCoverage
    files: tuple[tuple[PlannedFile, bool], ...]
    omissions: tuple[Omission, ...]
    papers: tuple[PlannedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything the lists of one bundle are made from; ``loose`` omissions concern records.
    ``records`` is where rows are looked up as they are wanted, ``profile`` the profile's title.
    """

    plan: BundlePlan
    edition: Edition
    assessment: Assessment
    translator: Translator
    sections: tuple[Section, ...]
    loose: tuple[Omission, ...]
    records: Mapping[str, Record]
    profile: str = ""

    def subject(self, omission: Omission) -> str:
        """What an omission is about: an ask's code, or a record's number and name."""
        known = self.records.get(omission.code)
        return f"{omission.code} {known.name}" if known else omission.code

    @property
    def rows(self) -> Iterator[Row]:
        """All rows in the order of the asks, one at a time."""
        return chain.from_iterable(map(self.rows_of, self.sections))

    def rows_of(self, section: Section) -> Iterator[Row]:
        """The files of an ask, each with all that is known of it, one at a time."""
        return (self.row(item, again) for item, again in section.files)

    def row(self, item: PlannedFile, again: bool) -> Row:
        """A file with all that is known of it."""
        return _row(item, self.records[item.record], self.edition, again)


def contents_of(
    plan: BundlePlan,
    edition: Edition,
    assessment: Assessment,
    records: Mapping[str, Record],
    translator: Translator,
    profile: str = "",
) -> Contents:
    """Join a plan with what is known of its asks and records (all that the plan names)."""
    listed: dict[str, list[tuple[PlannedFile, bool]]] = {}
    papers: dict[str, list[PlannedFile]] = {}
    for again, files in ((False, plan.files), (True, plan.references)):
        for item in files:
            if item.record:
                listed.setdefault(item.requirement, []).append((item, again))
            else:
                papers.setdefault(item.requirement, []).append(item)
    covered = [item for item in assessment.requirements if item.code in set(plan.requirements)]
    lacking: dict[str, list[Omission]] = {}
    for omission in plan.omissions:
        lacking.setdefault(omission.code, []).append(omission)
    codes = {item.code for item in covered}
    return Contents(
        plan,
        edition,
        assessment,
        translator,
        tuple(
            Section(
                item,
                tuple(listed.get(item.code, ())),
                tuple(lacking.get(item.code, ())),
                tuple(papers.get(item.code, ())),
            )
            for item in covered
        ),
        tuple(item for item in plan.omissions if item.code not in codes),
        records,
        profile,
    )


def printable(value: object) -> str:
    """Any value as text that every format can hold; nothing for None."""
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


def partial_words(contents: Contents) -> str:
    """What every list of a partial bundle says first; nothing for a whole one."""
    plan = contents.plan
    mark = contents.translator(N_("PARTIAL MATERIAL"))
    return f"{mark}  {plan.reason}" if plan.partial else ""


def facts(contents: Contents) -> list[tuple[str, str]]:
    """Label and value of what describes the whole bundle."""
    plan, summary = contents.plan, contents.assessment.summary
    say = contents.translator
    extent = say(N_("partial")) if plan.partial else say(N_("whole"))
    sizes = {"mega": f"{plan.size / 2**20:,.1f}", "bytes": f"{plan.size:,}"}
    typeface = [(say(N_("Font of the books")), plan.typeface)] if plan.typeface else []
    return [
        (say(N_("Edition")), f"{contents.edition.title} ({plan.edition})"),
        (say(N_("Profile")), f"{contents.profile} ({plan.profile})".removeprefix(" ")),
        (say(N_("As of")), plan.as_of),
        (say(N_("Bundle number")), plan.bundle_id),
        (say(N_("Volume")), f"{plan.volume[0]} / {plan.volume[1]}"),
        (say(N_("Extent")), f"{extent} {plan.reason}".rstrip()),
        (say(N_("Verdict")), say(VERDICTS[contents.assessment.verdict])),
        (say(N_("Coverage")), f"{summary.coverage:.1%}"),
        (say(N_("Requirements")), _asks(contents)),
        (say(N_("Files")), str(len(plan.files))),
        (say(N_("Size")), say.render(N_("{mega} MB ({bytes} bytes)"), sizes)),
        (say(N_("Omissions")), str(len(plan.omissions))),
        *typeface,
    ]


def _asks(contents: Contents) -> str:
    asks, filled = contents.plan.requirements, sum(bool(one.files) for one in contents.sections)
    values = {"count": len(asks), "filled": filled}
    return contents.translator.render(N_("{count}, material for {filled}"), values)


def _row(item: PlannedFile, record: Record, edition: Edition, again: bool) -> Row:
    claims = [one for one in record.claims if one.requirement == item.requirement]
    fitting = [one for one in claims if (one.kind or record.description.kind or "") == item.kind]
    kind = edition.kind(item.kind)
    claim = (fitting or claims or [Claim(item.requirement)])[0]
    return Row(item, record, claim, kind.name if kind else item.kind, again)
