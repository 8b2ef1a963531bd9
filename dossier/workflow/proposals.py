"""How people took what rules and proposals said, over the whole ledger.

The counts are kept in ``derived/proposals.json`` with the position they reach, so that asking again
reads only what the ledger has gained; a file that does not fit the ledger is made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dossier.archive.derived import read_derived, write_derived
from dossier.archive.ledger import Ledger
from dossier.codec.plain_json import Reader, dumps
from dossier.rules.proposal_tally import Counted, ProposalReport
from dossier.workflow.workspace import Workspace

VERSION = 1
_SAVE_AFTER = 50


@dataclass(frozen=True, slots=True)
class _Stored:
    version: int = VERSION
    position: int = 0
    chain: str = ""
    counted: Counted = field(default_factory=Counted)


_STORED: Reader[_Stored] = Reader(_Stored)


def proposal_report(workspace: Workspace) -> ProposalReport:
    """What people keep refusing and which rules never matched anything (C09)."""
    ledger = workspace.archive.ledger
    path = workspace.archive.layout.derived / "proposals.json"
    stored = _stored(read_derived(path), ledger)
    position, chain, counted = stored.position, stored.chain, stored.counted
    for entry in ledger.entries(position):
        position, chain = entry.seq, entry.chain
        counted.note(entry)
    if position - stored.position >= _SAVE_AFTER:
        write_derived(path, dumps(_Stored(VERSION, position, chain, counted)))
    return counted.report(workspace.settings.intake.ignore)


def _stored(content: bytes | None, ledger: Ledger) -> _Stored:
    """What was counted before, nothing where that is not this ledger's past."""
    try:
        found = _STORED.loads(content or b"{}")
    except ValueError:
        return _Stored()
    if found.version != VERSION or found.position > ledger.position():
        return _Stored()
    known = ledger.entry(found.position).chain if found.position else ""
    return found if known == found.chain else _Stored()
