"""list, search, show."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dossier.cli.context import Context
from dossier.cli.documents import description_document, record_document
from dossier.cli.explain import finding_document, finding_line, ground_lines
from dossier.cli.parser import Commands
from dossier.cli.words import yes_no_unknown
from dossier.i18n import _
from dossier.rules.captions import caption_of
from dossier.words.codes import word
from dossier.words.description import described_lines
from dossier.words.records import claim_basis

if TYPE_CHECKING:
    from dossier.model.records import Record
    from dossier.workflow.find import Selection
    from dossier.workflow.integrity import Pair, SideBySide

SORTS = ("id", "name", "unit", "received", "state", "issued")


def register(commands: Commands) -> None:
    """Add the commands to the grammar."""
    listing = commands.add("list", _("records by filter"), "dossier list --state unplaced")
    _filters(listing)
    listing.add_argument("--sort", choices=SORTS, default="id", help=_("order"))
    listing.set_defaults(run=run_list)
    search = commands.add("search", _("records by full text"), "dossier search 志愿服务 --limit 5")
    search.add_argument("query", nargs="+", help=_("words; OR, NOT, ( ) and quotes are understood"))
    _filters(search)
    search.add_argument(
        "--sort", choices=("score", *SORTS), default="score", help=_("order of the page shown")
    )
    search.set_defaults(run=run_search)
    show = commands.add("show", _("one record"), "dossier show 2026-000001 --history")
    show.add_argument("id", help=_("accession number"))
    show.add_argument("--text", action="store_true", help=_("the text that was read"))
    show.add_argument("--history", action="store_true", help=_("every ledger entry about it"))
    show.add_argument(
        "--beside", metavar="ID", help=_("what it has in common with this other record")
    )
    show.add_argument("--open", action="store_true", help=_("open a copy in its own program"))
    show.set_defaults(run=run_show)


def _filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unit", metavar=_("UNIT"), help=_("responsible unit"))
    parser.add_argument("--requirement", metavar=_("CODE"), help=_("requirement, in any spelling"))
    parser.add_argument("--kind", metavar=_("KIND"), help=_("kind of material"))
    parser.add_argument(
        "--state",
        action="append",
        choices=("unplaced", "placed", "accepted", "returned", "superseded", "withdrawn"),
        help=_("state; may be repeated"),
    )
    parser.add_argument("--from", dest="since", metavar=_("DATE"), help=_("received on or after"))
    parser.add_argument("--to", dest="until", metavar=_("DATE"), help=_("received on or before"))
    parser.add_argument("--limit", type=int, default=50, help=_("at most so many; 0 is all"))
    parser.add_argument("--offset", type=int, default=0, help=_("skip so many first"))


def _selection(options: argparse.Namespace) -> Selection:
    from dossier.workflow.find import Selection

    return Selection(
        unit=options.unit,
        requirement=options.requirement,
        kind=options.kind,
        states=tuple(options.state or ()),
        since=options.since,
        until=options.until,
        sort=options.sort,
        limit=options.limit or None,
        offset=options.offset,
    )


def run_list(context: Context, options: argparse.Namespace) -> int:
    """Print the records that pass the filter."""
    from dossier.workflow.find import list_records

    with context.workspace() as workspace:
        total, records = list_records(workspace, _selection(options))
    if context.output.as_json:
        documents = [record_document(record) for record in records]
        context.output.document({"total": total, "records": documents})
        return 0
    context.output.table([_row(record) for record in records], head=_head())
    context.output.message(_("{shown} of {total} records").format(shown=len(records), total=total))
    return 0


def _head() -> list[str]:
    return [_("id"), _("state"), _("unit"), _("kind"), _("usable"), _("requirements"), _("name")]


def _row(record: Record) -> list[str]:
    return [
        record.id,
        word(record.state),
        record.unit or "—",
        word(record.description.kind),
        yes_no_unknown(record.description.usable),
        " ".join(record.requirements) or "—",
        record.name,
    ]


def run_search(context: Context, options: argparse.Namespace) -> int:
    """Print the records whose text answers the query."""
    import time

    from dossier.workflow.find import search

    started = time.perf_counter()
    query = " ".join(options.query)
    with context.workspace() as workspace:
        found = search(workspace, query, _selection(options))
    took = round((time.perf_counter() - started) * 1000, 1)
    if context.output.as_json:
        hits = [_hit_document(record, score, text) for record, score, text in found.hits]
        context.output.document(
            {"query": query, "total": found.total, "took_ms": took, "hits": hits}
        )
        return 0
    for record, _score, snippet in found.hits:
        where = " · ".join((record.id, record.unit or "—", *record.requirements))
        context.output.line(f"{record.name}  {context.output.styled(where, 'dim')}")
        if snippet:
            context.output.line("    " + _marked(context, snippet))
    context.output.message(
        _("{shown} of {total} records").format(shown=len(found.hits), total=found.total)
    )
    return 0


def _marked(context: Context, snippet: str) -> str:
    parts = snippet.replace("]]", "[[").split("[[")
    return "".join(
        context.output.styled(part, "yellow") if number % 2 else part
        for number, part in enumerate(parts)
    )


def _hit_document(record: Record, score: float, snippet: str) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "title": record.description.title,
        "unit": record.unit,
        "requirements": list(record.requirements),
        "score": round(score, 4),
        "snippet": snippet,
    }


def run_show(context: Context, options: argparse.Namespace) -> int:
    """Print one record whole, or what it has in common with another."""
    if options.beside:
        return _show_beside(context, options.id, options.beside)
    return _show_whole(context, options)


def _show_whole(context: Context, options: argparse.Namespace) -> int:
    from dossier.workflow.explain import findings_under_asks
    from dossier.workflow.find import history, open_copy, text_of
    from dossier.workflow.integrity import record_findings
    from dossier.workflow.triage import find_records

    with context.workspace() as workspace:
        record = find_records(workspace, [options.id])[0]
        today = workspace.today()
        judged = record_findings(workspace, record.id, as_of=today)
        under = findings_under_asks(workspace, record, as_of=today)
        judged = (*judged, *(finding for finding in under if finding not in judged))
        text = text_of(workspace, record) if options.text else None
        events = history(workspace, record) if options.history else None
        if options.open:
            open_copy(workspace, record)
    if context.output.as_json:
        document = {**record_document(record), **description_document(record.description)}
        document["assessed"] = [finding_document(finding) for finding in judged]
        if text is not None:
            document["text"] = text
        if events is not None:
            document["history"] = events
        context.output.document(document)
        return 0
    _print_record(context, record)
    said = {finding.code for finding in record.description.findings}
    for finding in judged:
        if finding.code not in said:
            context.output.line(finding_line(finding))
    for line in ground_lines((*record.description.findings, *judged)):
        context.output.line(line)
    if text is not None:
        context.output.line()
        context.output.line(text)
    for event in events or ():
        from dossier.report.history_text import history_line

        context.output.line(history_line(event))
    return 0


def _show_beside(context: Context, one: str, other: str) -> int:
    from dossier.workflow.integrity import between, passages
    from dossier.workflow.triage import find_records

    with context.workspace() as workspace:
        first, second = (find_records(workspace, [name])[0].id for name in (one, other))
        found = between(workspace, first, second, as_of=workspace.today())
        pairs = [(pair, passages(workspace, pair)) for pair in found]
    if context.output.as_json:
        documents = [_pair_document(pair, shared) for pair, shared in pairs]
        context.output.document({"records": [first, second], "beside": documents})
    else:
        _print_beside(context, pairs)
    return 0


def _pair_document(pair: Pair, shared: list[SideBySide]) -> dict[str, Any]:
    return {
        **finding_document(pair.finding),
        "later": pair.later.id,
        "earlier": pair.earlier.id,
        "passages": [asdict(item) for item in shared],
    }


def _print_beside(context: Context, pairs: list[tuple[Pair, list[SideBySide]]]) -> None:
    """Each finding between two records, and what it rests on, one record under the other."""
    output = context.output
    for pair, shared in pairs:
        output.line(finding_line(pair.finding), style="bold")
        if not shared:
            output.line("  " + _("Nothing to read side by side: look at both files."))
        for item in shared:
            output.line()
            sides = (
                (pair.later, item.later_page, item.later),
                (pair.earlier, item.earlier_page, item.earlier),
            )
            for record, page, text in sides:
                where = "" if page is None else "  " + _("page {page}").format(page=page)
                head = f"{record.id}  {record.unit or '—'}{where}"
                output.line(f"  {output.styled(head, 'dim')}")
                output.line("    " + " ".join(text.split()))
    for line in ground_lines(pair.finding for pair, _shared in pairs):
        output.line(line)


def _print_record(context: Context, record: Record) -> None:
    document = record_document(record)
    rows: list[tuple[str, object]] = [
        (_("id"), record.id),
        (_("name"), record.name),
        (_("state"), word(record.state) + (f" ({record.note})" if record.note else "")),
        (_("unit"), record.unit or "—"),
        (_("kind"), word(document["kind"])),
        (_("received"), document["dates"]["received"]),
        (_("format"), f"{document['format']} ({document['media_type']})"),
        (_("pages"), document["pages"] if document["pages"] is not None else "—"),
        (_("characters"), document["chars"] if document["chars"] is not None else "—"),
        (_("size"), document["size"]),
        (_("usable"), yes_no_unknown(document["usable"])),
        (_("revision"), record.revision),
        (_("source"), document["source"]),
        (_("digest"), document["digest"]),
    ]
    context.output.table([*rows, *_described_rows(record)])
    for claim in record.claims:
        basis = claim_basis(claim)
        context.output.line(f"  → {claim.requirement}  {word(claim.kind)}  {basis}".rstrip())
        remarks = ((_("pointer"), claim.pointer), (_("caption"), caption_of(record, claim)))
        for label, said in remarks:
            if said:
                context.output.line(f"      {label}: {said}")
    for finding in record.description.findings:
        context.output.line(finding_line(finding))


def _described_rows(record: Record) -> list[tuple[str, object]]:
    lines = described_lines(record.description)
    return [(label, f"{value}  ({origin})") for label, value, origin in lines]
