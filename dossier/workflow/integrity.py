"""Pairs of records that look alike, with the evidence side by side, for a person to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.model.findings import Finding
from dossier.model.records import Record
from dossier.rules.noting import other_of, record_of
from dossier.rules.text_sketch import shared_passages
from dossier.workflow.assessing import assessments
from dossier.workflow.workspace import Workspace

PAIR_CODES = ("W401", "W402", "W403", "W411", "W412", "W431", "W432", "W433")
_TEXTS = frozenset({"W402", "W411", "W412"})
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A passage as it stands in the later and in the earlier record; ``page`` from 1 or None."""

    later: str
    earlier: str
    later_page: int | None = None
    earlier_page: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records with one finding between them; the later one is the finding's subject."""

    finding: Finding
    later: Record
    earlier: Record

    @property
    def code(self) -> str:
        """The finding's code."""
        return self.finding.code


def pairs(workspace: Workspace, *, as_of: dt.date, code: str | None = None) -> list[Pair]:
    """Every pair that was found and not dismissed, in the order of the finding codes."""
    assessment = assessments(workspace).current(as_of)
    found = [item for item in assessment.findings if other_of(item) and code in (None, item.code)]
    found.sort(key=lambda item: (item.code, record_of(item), other_of(item)))
    return [pair for item in found if (pair := _pair(workspace, item))]


def between(workspace: Workspace, one: str, other: str, *, as_of: dt.date) -> list[Pair]:
    """What was found between two records, in either order; UsageError where it is nothing."""
    wanted = {one, other}
    found = [
        item
        for item in record_findings(workspace, one, as_of=as_of)
        if {record_of(item), other_of(item)} == wanted
    ]
    if not found:
        raise UsageError(
            N_("nothing is found between {one} and {other}"),
            N_("see what is found about a record with: dossier show {one}"),
            one=one,
            other=other,
        )
    return [pair for item in found if (pair := _pair(workspace, item))]


def _pair(workspace: Workspace, finding: Finding) -> Pair | None:
    catalogue = workspace.archive.catalogue
    later, earlier = catalogue.record(record_of(finding)), catalogue.record(other_of(finding))
    return Pair(finding, later, earlier) if later and earlier else None


def record_findings(workspace: Workspace, record: str, *, as_of: dt.date) -> tuple[Finding, ...]:
    """Findings about one record wherever it stands, dismissed ones left out."""
    return assessments(workspace).of_record(record, as_of)


def passages(workspace: Workspace, pair: Pair) -> list[SideBySide]:
    """What the two records have in common or state differently, longest first.

    Empty where there is nothing to read: two pictures are looked at.
    """
    given = pair.finding.parameters
    if "other_passage" in given:
        return [SideBySide(str(given["passage"]), str(given["other_passage"]))]
    if pair.code not in _TEXTS:
        return []
    later, earlier = (_pages(workspace, item) for item in (pair.later, pair.earlier))
    found = list(_shared(later, earlier))
    found.sort(key=lambda item: -len(item.later))
    return found[:_SHOWN]


def _pages(workspace: Workspace, record: Record) -> list[tuple[int | None, str]]:
    stored = workspace.archive.texts.get(record.fixity.digest)
    if stored is None:
        return []
    if len(stored.page_texts) > 1:
        return list(enumerate(stored.page_texts, 1))
    return [(None, stored.text)]


def _shared(
    later: Sequence[tuple[int | None, str]], earlier: Sequence[tuple[int | None, str]]
) -> Iterator[SideBySide]:
    for page, text in later:
        for other_page, other in earlier:
            for found in shared_passages(text, other):
                one, two = text[slice(*found.one)], other[slice(*found.other)]
                yield SideBySide(one, two, page, other_page)
