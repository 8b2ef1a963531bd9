"""What every ledger promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.archive.ledger import JsonlLedger, Ledger, MemoryLedger
from dossier.errors import LedgerError
from tests.tools.custody import AT, BY, accessioned, refused


@pytest.fixture(params=["jsonl", "small-segments", "memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    if request.param == "memory":
        return MemoryLedger()
    return JsonlLedger(tmp_path, 3 if request.param == "small-segments" else 50_000)


def test_an_empty_ledger_stands_at_zero(ledger: Ledger) -> None:
    assert (ledger.position(), ledger.head(), ledger.torn()) == (0, (0, ""), 0)
    assert list(ledger.entries()) == []
    assert ledger.append([], at=AT, by=BY) == []


def test_entries_come_back_in_order(ledger: Ledger) -> None:
    events = [refused(f"{n}.pdf") for n in range(11)]
    written = ledger.append(events[:2], at=AT, by=BY)
    for event in events[2:]:
        written += ledger.append([event], at=AT, by="person:王")
    assert list(ledger.entries()) == written
    assert [entry.event for entry in written] == events
    assert [entry.seq for entry in written] == list(range(1, 12))
    assert ledger.head() == (11, written[-1].chain)


def test_reading_starts_anywhere(ledger: Ledger) -> None:
    for n in range(11):
        ledger.append([refused(f"{n}.pdf")], at=AT, by=BY)
    everything = list(ledger.entries())
    for after in range(13):
        assert list(ledger.entries(after)) == everything[after:]
    for seq in range(1, 12):
        assert ledger.entry(seq) == everything[seq - 1]


@pytest.mark.parametrize("seq", [-1, 0, 2])
def test_a_position_that_holds_nothing_is_an_error(ledger: Ledger, seq: int) -> None:
    ledger.append([accessioned()], at=AT, by=BY)
    with pytest.raises(LedgerError) as caught:
        ledger.entry(seq)
    assert caught.value.parameters["seq"] == seq


def test_every_entry_depends_on_those_before(ledger: Ledger) -> None:
    same = ledger.append([accessioned(), accessioned()], at=AT, by=BY)
    assert same[0].chain != same[1].chain
