"""Books of a bundle: one PDF for each ask or indicator, planned here and bound in the workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dossier.bundle.making.book_plan import BookEntry, BookPlan, BookWords
from dossier.i18n import N_, Translator
from dossier.model.bundles import BOOK, BundlePlan
from dossier.model.conversions import Made
from dossier.model.editions import Requirement
from dossier.model.findings import Finding
from dossier.rules.arcnames import papers_path
from dossier.rules.captions import caption_of
from dossier.rules.compilation import Extra
from dossier.rules.conversions import pointed_pages
from dossier.rules.placements import ascii_code, requirement_values
from dossier.workflow.book_sheets import NOT_PRINTABLE, Item, Sheet, items_of, sheets_of
from dossier.workflow.covers import Dress, Values, dress, dressed
from dossier.workflow.workbench import Workbench

PARTIAL = N_("PARTIAL MATERIAL")


@dataclass(frozen=True, slots=True)
class Bound:
    """The books, what is to be told about them, the font in them with its digest, and how many
    pages each record takes, by id.
    """

    extras: tuple[Extra, ...] = ()
    remarks: tuple[Finding, ...] = ()
    typeface: str = ""
    pages: Mapping[str, int] = field(default_factory=dict)


def bound(bench: Workbench, plan: BundlePlan) -> Bound:
    """Every book the profile wants for this plan; nothing for an estimate."""
    per = bench.profile.book.per
    if per == "none":
        return Bound()
    wear = dress(bench)
    if wear.refused or bench.order.estimate:
        return Bound(remarks=wear.remarks)
    groups: dict[str, list[Item]] = {}
    for item in items_of(bench, plan):
        groups.setdefault(_subject(bench, item.file.requirement), []).append(item)
    sheets = sheets_of(bench, [item for items in groups.values() for item in items])
    plans = [_book(bench, plan, subject, items, sheets, wear) for subject, items in groups.items()]
    books, remarks = dressed(bench, wear, plans)
    remarks = [*wear.remarks, *remarks, *(one.remark for one in sheets.values() if one.remark)]
    extras: list[Extra] = []
    for number, (book, items) in enumerate(zip(books, groups.values(), strict=True), 1):
        bench.progress("bind", number, len(groups))
        made = bench.shop.bind(book)
        extras += _extras(bench, book.code, items[0].file.requirement, made)
        remarks += [_unbound(book.code, made.problem)] if made.problem else []
    pages = {record: one.pages for record, one in sheets.items() if one.pages}
    return Bound(tuple(extras), tuple(remarks), _named(wear) if extras else "", pages)


def _named(wear: Dress) -> str:
    return f"{wear.face.name} {wear.face.digest}" if wear.face else ""


def _unbound(subject: str, problem: Finding) -> Finding:
    detail = problem.parameters.get("detail", problem.code)
    return Finding("W814", subject, {"path": subject, "detail": detail})


def _subject(bench: Workbench, code: str) -> str:
    """The code of the book an ask belongs to."""
    if bench.profile.book.per == "requirement":
        return code
    return _requirement(bench, code).indicator or code


def _requirement(bench: Workbench, code: str) -> Requirement:
    found = bench.workspace.edition.requirement(code)
    assert found is not None
    return found


def _book(
    bench: Workbench,
    plan: BundlePlan,
    subject: str,
    items: list[Item],
    sheets: Mapping[str, Sheet],
    wear: Dress,
) -> tuple[BookPlan, Values]:
    """A book without its cover's own words, and what those may be."""
    say, how = bench.say, bench.profile.book
    units = list(dict.fromkeys(item.claim.unit or item.record.unit or "" for item in items))
    mark = plan.reason if plan.partial else ""
    values = {
        "edition": bench.workspace.edition.title,
        "code": subject,
        "title": _title(bench, subject),
        "units": "、".join(unit for unit in units if unit),
        "as_of": plan.as_of,
        "pieces": str(len(items)),
        "mark": f"{say(PARTIAL)}  {mark}" if mark else "",
    }
    book = BookPlan(
        code=subject,
        title=values["title"],
        facts=_facts(say, values),
        words=_words(say),
        entries=tuple(_entry(bench, item, sheets.get(item.record.id)) for item in items),
        footer=how.footer,
        cover=how.cover,
        duplex=how.duplex,
        volume_bytes=how.volume_bytes,
        volume_pages=how.volume_pages,
        mark=mark,
        face=wear.face,
    )
    return book, values


def _entry(bench: Workbench, item: Item, sheet: Sheet | None) -> BookEntry:
    requirement, known = _requirement(bench, item.file.requirement), item.record.description
    kind = bench.workspace.edition.kind(item.file.kind)
    unit = item.claim.unit or item.record.unit or ""
    date = known.dates.issued or known.dates.event or known.dates.taken or ""
    words = (kind.name if kind else item.file.kind, unit, known.doc_number or "", date)
    whole = BookEntry(
        group=f"{requirement.code}  {requirement.title}",
        title=known.title or item.record.name,
        details="  ".join(word for word in words if word),
        beside=item.file.path,
    )
    if item.again or sheet is None or sheet.fixity is None:
        note = N_("already given above or in another book") if item.again else ""
        return _noted(whole, bench.say(note or (sheet.note if sheet else NOT_PRINTABLE)))
    pointers = tuple(n for n in pointed_pages(item.claim.pointer) if 1 <= n <= sheet.pages)
    return BookEntry(
        group=whole.group,
        title=whole.title,
        details=whole.details,
        form=sheet.form,
        digest=sheet.fixity.digest,
        size=sheet.fixity.size,
        pages=sheet.pages,
        pointers=pointers,
        pointer=item.claim.pointer,
        caption=caption_of(item.record, item.claim) or whole.title,
    )


def _noted(entry: BookEntry, note: str) -> BookEntry:
    return BookEntry(entry.group, entry.title, entry.details, beside=entry.beside, note=note)


def _title(bench: Workbench, subject: str) -> str:
    edition = bench.workspace.edition
    requirement = edition.requirement(subject)
    if requirement is not None:
        return requirement.title
    found = next((item.title for item in edition.indicators if item.code == subject), None)
    return found or subject


def _facts(say: Translator, values: Values) -> tuple[str, ...]:
    """The lines at the foot of our own cover."""
    lines = (N_("Units: {units}"), N_("As of {as_of}"), N_("{pieces} pieces of material"))
    return (values["edition"], *(say.render(line, values) for line in lines))


def _words(say: Translator) -> BookWords:
    return BookWords(
        contents=say(N_("Contents")),
        attached=say(N_("attached")),
        proof=say(N_("proof on page {page}")),
        volume=say(N_("volume {number} of {count}")),
        partial=say(PARTIAL),
    )


def _extras(bench: Workbench, subject: str, code: str, made: Made) -> Iterator[Extra]:
    requirement = bench.workspace.edition.requirement(subject)
    values = requirement_values(requirement) if requirement else _indicator_values(bench, subject)
    layout = bench.profile.layout
    for number, file in enumerate(made.files, 1):
        tail = f"-{number}" if len(made.files) > 1 else ""
        stem = values["code_ascii"] if layout.ascii else f"{values['code_ascii']}_{values['title']}"
        path = papers_path(layout, values, f"{stem}{tail}.pdf")
        yield Extra(path, BOOK, code, file.fixity)


def _indicator_values(bench: Workbench, subject: str) -> dict[str, str]:
    title = _title(bench, subject)
    return {
        "code": subject,
        "code_ascii": ascii_code(subject),
        "title": title,
        "indicator": subject,
    }
