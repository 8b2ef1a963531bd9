"""档号 of DA/T 13-2022: ``全宗号-门类代码·年度-保管期限-机构（问题）代码-件号``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dossier.model.findings import Finding
from dossier.model.profiles import ArchiveNumbers
from dossier.model.records import Record

_FONDS_BLANK = "〔全宗号〕"
_OFFICE_BLANK = "〔机构〕"


def archive_numbers(parts: ArchiveNumbers, register: Iterable[Record]) -> dict[str, str]:
    """The number of every record of a register in the order of accession, by record id.

    件号 runs within year, retention and office in the order of accession, over records of
    every state, so that a number, once given, does not move when another record is returned.
    """
    counts: dict[str, int] = {}
    numbers: dict[str, str] = {}
    for record in register:
        series = _series(parts, record)
        counts[series] = counts.get(series, 0) + 1
        numbers[record.id] = f"{series}-{counts[series]:04d}"
    return numbers


def blanks(parts: ArchiveNumbers, records: Iterable[Record]) -> Iterator[Finding]:
    """W815 for each part that is still to be given by the archives office."""
    if not parts.fonds:
        yield Finding("W815", "archive_numbers", {"part": "全宗号"})
    without = {record.unit or "" for record in records if not _office(parts, record)}
    for unit in sorted(without):
        yield Finding(
            "W815", unit or "archive_numbers", {"part": f"机构（问题）代码 {unit}".strip()}
        )


def _series(parts: ArchiveNumbers, record: Record) -> str:
    retention = parts.kinds.get(record.description.kind or "", parts.retention)
    office = _office(parts, record) or _OFFICE_BLANK
    fonds = parts.fonds or _FONDS_BLANK
    return f"{fonds}-{parts.category}·{_year(record)}-{retention}-{office}"


def _office(parts: ArchiveNumbers, record: Record) -> str:
    return parts.offices.get(record.unit or "", parts.office)


def _year(record: Record) -> str:
    """年度: the year the document was formed in, else received."""
    dates = record.description.dates
    return (dates.issued or dates.event or dates.taken or record.received)[:4]
