"""Which of the files that wait to be placed belong together: a folder, an occasion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dossier.archive.catalogue import Catalogue, SourceState
from dossier.model.placing import Reason, Suggestion
from dossier.model.records import Record, RecordFilter, RecordState, Source, record_id
from dossier.rules.companions import home_of
from dossier.rules.grouping import Member, bunches
from dossier.rules.ranking import Paper
from dossier.workflow.suggest import LIMIT, suggester, unplaced
from dossier.workflow.triage import find_records
from dossier.workflow.workspace import Workspace

_WAITING = RecordFilter(states=(RecordState.UNPLACED,))


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one occasion and the asks all of them together speak for, best first, each with
    the mean of its members' probabilities.
    """

    name: str
    records: tuple[Record, ...]
    reason: Reason
    suggestions: tuple[tuple[str, float], ...]


def groups(workspace: Workspace) -> list[Group]:
    """The occasions among the records that are not placed, with what each is probably for."""
    records = {record.id: record for record in unplaced(workspace)}
    found = bunches(_member(record) for record in records.values())
    grouped = [records[item] for bunch in found for item in bunch.records]
    proposals = suggester(workspace).suggest(grouped, 3 * LIMIT)
    return [
        Group(
            bunch.name,
            tuple(records[item] for item in bunch.records),
            bunch.reason,
            _joint([proposals[item] for item in bunch.records]),
        )
        for bunch in found
    ]


def waiting(workspace: Workspace) -> list[str]:
    """The ids of all records that nobody has placed, in order."""
    numbers = workspace.archive.catalogue.numbers(_WAITING)
    return [record_id(number) for number in sorted(numbers)]


def beside(workspace: Workspace, record: str) -> tuple[str, ...]:
    """The ids of all records that came in the same folder or container as this one, itself
    included.
    """
    source = find_records(workspace, [record])[0].source
    home = _folder(source)
    return tuple(
        state.record
        for place, state in _around(workspace.archive.catalogue, source)
        if state.record and state.outcome == "archived" and _folder(place) == home
    )


def _around(catalogue: Catalogue, source: Source) -> Iterator[tuple[Source, SourceState]]:
    """What was decided on everything in the container of a member, or below the folder of a
    file.
    """
    if source.chain:
        for chain, state in catalogue.members(source.inbox, source.path).items():
            yield Source(source.inbox, source.path, chain), state
    else:
        folder = source.path.rpartition("/")[0]
        for path, state in catalogue.sources(source.inbox, folder).items():
            yield Source(source.inbox, path), state


def _folder(source: Source) -> tuple[str, ...]:
    """The folders and containers a source lies in."""
    chain = [part for link in source.chain for part in link.split("/")]
    return (*source.path.split("/"), *chain)[:-1]


def occasion_of(workspace: Workspace, record: str) -> tuple[str, ...]:
    """The files that wait to be placed and belong to one occasion with this one, itself included;
    empty where it came alone.
    """
    here = find_records(workspace, [record])[0]
    near = workspace.archive.catalogue.records(replace(_WAITING, unit=here.unit or ""))
    around = find_records(workspace, beside(workspace, record)) if home_of(here.source) else []
    both = {item.id: item for item in (*near, *around) if item.state is RecordState.UNPLACED}
    found = bunches(_member(item) for item in both.values())
    return next((bunch.records for bunch in found if record in bunch.records), ())


def _joint(proposals: Sequence[Sequence[Suggestion]]) -> tuple[tuple[str, float], ...]:
    sums: defaultdict[str, float] = defaultdict(float)
    for found in proposals:
        for item in found:
            sums[item.requirement] += item.probability / len(proposals)
    best = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(best[:LIMIT])


def _member(record: Record) -> Member:
    dates = record.description.dates
    day = dates.event or dates.taken or dates.issued or record.received[:10]
    stem = Paper(record.name).stem
    return Member(record.id, home_of(record.source), stem, record.unit, day)
