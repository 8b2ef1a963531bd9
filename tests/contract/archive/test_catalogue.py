"""What every catalogue promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.archive.catalogue import Balance, Catalogue, CatalogueUnusable
from dossier.archive.catalogue_memory import MemoryCatalogue
from dossier.archive.catalogue_sqlite import SqliteCatalogue
from dossier.archive.ledger import MemoryLedger
from dossier.errors import UsageError
from dossier.model.events import (
    BundleSealed,
    Claimed,
    ContainerOpened,
    Described,
    DismissalWithdrawn,
    DocumentIgnored,
    DuplicateReceived,
    Event,
    FindingDismissed,
    Seen,
    StateChanged,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.evidence import Evidence
from dossier.model.records import Claim, Dates, Description, RecordFilter, RecordState, Source
from tests.tools.custody import AT, BY, accessioned, fixity, refused

ONE, TWO, THREE = "2026-000001", "2026-000002", "2025-000009"
SEEN = Seen(3, 1)


@pytest.fixture(params=["sqlite", "memory"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    made: Catalogue = MemoryCatalogue()
    if request.param == "sqlite":
        made = SqliteCatalogue(tmp_path / "catalogue.sqlite3")
    yield made
    made.close()


def fill(catalogue: Catalogue, *events: Event) -> MemoryLedger:
    ledger = MemoryLedger()
    catalogue.apply(ledger.append(events, at=AT, by=BY))
    return ledger


def city(catalogue: Catalogue) -> None:
    described = Description(
        kind="photo", usable=True, format="jpeg", dates=Dates(issued="2025-05-05")
    )
    fill(
        catalogue,
        accessioned(ONE, b"1", path="城管局/丙.jpg"),
        accessioned(TWO, b"2", path="教育局/甲.pdf", unit="教育局"),
        accessioned(THREE, b"2", path="乙.pdf", unit=None),
        Described(ONE, 1, described, "reader"),
        Claimed(ONE, Claim("Ⅲ-1-1-①")),
        Claimed(ONE, Claim("Ⅲ-1-1-②", "table", unit="市容科", by="person")),
        Claimed(TWO, Claim("Ⅲ-1-1-①", "report")),
        StateChanged(TWO, RecordState.RETURNED, "模糊", "2026-04-01"),
    )


def ids(catalogue: Catalogue, **wanted: object) -> list[str]:
    wanted_filter = RecordFilter(**wanted)  # type: ignore[arg-type]
    found = [record.id for record in catalogue.records(wanted_filter)]
    if "limit" not in wanted and "offset" not in wanted:
        assert catalogue.count(wanted_filter) == len(found)
        assert len(catalogue.numbers(wanted_filter)) == len(found)
    return found


def test_an_empty_catalogue(catalogue: Catalogue) -> None:
    assert catalogue.head() == (0, "")
    assert catalogue.balance() == Balance()
    assert (catalogue.records(), catalogue.claims_overview(), catalogue.facets("unit")) == (
        [],
        [],
        {},
    )
    assert catalogue.record(ONE) is catalogue.record("nonsense") is None
    assert (catalogue.history("nonsense"), catalogue.last_number(2026)) == ([], 0)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [THREE, ONE, TWO]),
        ({"unit": "城管局"}, [ONE]),
        ({"unit": ""}, [THREE]),
        ({"requirement": "Ⅲ-1-1-①"}, [ONE, TWO]),
        ({"kind": "photo"}, [ONE]),
        ({"kind": ""}, [THREE, TWO]),
        ({"states": (RecordState.RETURNED, RecordState.PLACED)}, [ONE, TWO]),
        ({"since": "2026-03-01", "until": "2026-03-01"}, [THREE, ONE, TWO]),
        ({"since": "2026-03-02"}, []),
        ({"until": "2026-02-28"}, []),
        ({"digest": fixity(b"2").digest}, [THREE, TWO]),
        ({"unit": "城管局", "kind": "report"}, []),
        ({"sort": "name"}, [ONE, THREE, TWO]),
        ({"sort": "-name"}, [TWO, THREE, ONE]),
        ({"sort": "unit"}, [THREE, ONE, TWO]),
        ({"sort": "state"}, [ONE, TWO, THREE]),
        ({"sort": "issued"}, [THREE, TWO, ONE]),
        ({"sort": "-received"}, [TWO, ONE, THREE]),
        ({"limit": 2}, [THREE, ONE]),
        ({"limit": 2, "offset": 2}, [TWO]),
        ({"offset": 1}, [ONE, TWO]),
        ({"limit": 0}, []),
    ],
)
def test_filters_orders_and_pages(
    catalogue: Catalogue, wanted: dict[str, object], expected: list[str]
) -> None:
    city(catalogue)
    assert ids(catalogue, **wanted) == expected


@pytest.mark.parametrize("size", [1, 2, 3, 9])
def test_all_records_in_portions(catalogue: Catalogue, size: int) -> None:
    assert list(catalogue.portions(size)) == []
    city(catalogue)
    portions = list(catalogue.portions(size))
    assert [record.id for portion in portions for record in portion] == [THREE, ONE, TWO]
    assert max(len(portion) for portion in portions) == min(size, 3)


def test_an_unknown_order_is_a_usage_error(catalogue: Catalogue) -> None:
    with pytest.raises(UsageError):
        catalogue.records(RecordFilter(sort="name; DROP TABLE records"))


def test_facets_count_every_record(catalogue: Catalogue) -> None:
    city(catalogue)
    assert catalogue.facets("unit") == {"": 1, "城管局": 1, "教育局": 1}
    assert catalogue.facets("state") == {"placed": 1, "returned": 1, "unplaced": 1}
    assert catalogue.facets("kind") == {"": 2, "photo": 1}
    assert catalogue.facets("requirement") == {"Ⅲ-1-1-①": 2, "Ⅲ-1-1-②": 1}


def test_the_overview_of_claims(catalogue: Catalogue) -> None:
    city(catalogue)
    rows = catalogue.claims_overview()
    assert rows == [
        Evidence(ONE, "Ⅲ-1-1-①", "photo", "城管局", "placed", True, "jpeg"),
        Evidence(TWO, "Ⅲ-1-1-①", "report", "教育局", "returned", None, "unknown"),
        Evidence(ONE, "Ⅲ-1-1-②", "table", "市容科", "placed", True, "jpeg"),
    ]
    assert rows[0].usable is True


def test_claimants_are_records_in_a_state_that_counts(catalogue: Catalogue) -> None:
    city(catalogue)
    assert catalogue.claimants() == {("城管局", "Ⅲ-1-1-①"): 1, ("市容科", "Ⅲ-1-1-②"): 1}


def test_a_record_claimed_twice_for_one_requirement_is_one_claimant(catalogue: Catalogue) -> None:
    twice = (Claim("Ⅲ-1-1-①", "photo"), Claim("Ⅲ-1-1-①", "report"))
    fill(catalogue, accessioned(ONE, b"1", unit=None), *(Claimed(ONE, claim) for claim in twice))
    assert (len(catalogue.claims_overview()), catalogue.claimants()) == (2, {("", "Ⅲ-1-1-①"): 1})


def test_numbers_and_contents(catalogue: Catalogue) -> None:
    city(catalogue)
    assert [catalogue.last_number(year) for year in (2024, 2025, 2026)] == [0, 9, 2]
    assert catalogue.by_digest(fixity(b"2").digest) == [THREE, TWO]
    assert catalogue.history(ONE) == [1, 4, 5, 6]


def test_a_new_revision_keeps_the_record(catalogue: Catalogue) -> None:
    fill(catalogue, accessioned(content=b"1"), accessioned(content=b"2", revision=2))
    record = catalogue.record(ONE)
    assert record is not None
    assert (record.revision, record.fixity, catalogue.count()) == (2, fixity(b"2"), 1)
    assert catalogue.by_digest(fixity(b"1").digest) == []


def test_every_document_counts_once_and_members_not_at_all(catalogue: Catalogue) -> None:
    member = Source("/inbox", "包.zip", ("照片/一.jpg",))
    container = Source("/inbox", "包.zip")
    fill(
        catalogue,
        accessioned(),
        DuplicateReceived(ONE, fixity(b"one"), Source("/inbox", "b.pdf"), SEEN, "教育局"),
        DuplicateReceived(ONE, fixity(b"one"), member, SEEN),
        refused(),
        DocumentIgnored(Source("/inbox", "~$a.doc"), SEEN, "~$*"),
        ContainerOpened(container, SEEN, fixity(b"zip"), None, {"duplicate": 1}),
    )
    assert catalogue.balance() == Balance(archived=2, duplicate=1, refused=1, ignored=1)
    assert set(catalogue.sources("/inbox")) == {
        "城管局/通知.pdf",
        "b.pdf",
        "城管局/空.pdf",
        "~$a.doc",
        "包.zip",
    }
    assert catalogue.sources("/elsewhere") == {}
    assert set(catalogue.members("/inbox", "包.zip")) == {("照片/一.jpg",)}
    state = catalogue.source("/inbox", "包.zip", ("照片/一.jpg",))
    assert state is not None
    assert (state.seen, state.outcome, state.record) == (SEEN, "duplicate", ONE)
    assert [item.record for item in catalogue.duplicates()] == [ONE, ONE]


def test_a_container_kept_as_a_record_is_one_document(catalogue: Catalogue) -> None:
    source, seen = Source("/inbox", "城管局/通知.pdf"), Seen(3, 1)
    fill(catalogue, accessioned(), ContainerOpened(source, seen, fixity(b"one"), ONE))
    assert catalogue.balance() == Balance(archived=1)
    state = catalogue.source("/inbox", "城管局/通知.pdf")
    assert state is not None
    assert state.outcome == "container"


def test_a_refusal_stands_until_something_else_is_decided(catalogue: Catalogue) -> None:
    path = "城管局/通知.pdf"
    ledger = fill(catalogue, refused(path), refused("b.pdf", "E109"))
    assert [(item.code, item.standing) for item in catalogue.refusals()] == [
        ("E101", True),
        ("E109", True),
    ]
    catalogue.apply(ledger.append([accessioned(path=path)], at=AT, by=BY))
    assert [item.standing for item in catalogue.refusals()] == [False, True]
    assert catalogue.refusals()[0].parameters == {"size": 0}


def test_waivers_come_and_go(catalogue: Catalogue) -> None:
    one, two = Waived("Ⅲ-1", "城管局", "无此设施"), Waived("Ⅲ-1", "教育局", "无", ONE)
    fill(catalogue, one, two, Waived("Ⅲ-2", "城管局", "无"), WaiverWithdrawn("Ⅲ-2", "城管局"))
    assert catalogue.waivers() == [one, two]


def test_dismissals_come_and_go(catalogue: Catalogue) -> None:
    one = FindingDismissed("W401", TWO, ONE, ("sha256:1", "sha256:2"), "同一会议")
    two = FindingDismissed("W421", ONE, reason="原文如此")
    gone = DismissalWithdrawn("W421", TWO)
    fill(catalogue, two, FindingDismissed("W421", TWO), one, gone)
    assert catalogue.dismissals() == [one, two]


def test_bundles_are_kept_in_order(catalogue: Catalogue) -> None:
    sealed = [BundleSealed(f"b{n}", f"/out/b{n}", "2026-03-01", 1, 2, 3) for n in range(2)]
    fill(catalogue, sealed[0], accessioned(), sealed[1])
    assert [entry.event for entry in catalogue.bundles()] == sealed
    assert [entry.seq for entry in catalogue.bundles()] == [1, 3]


def test_names_that_are_no_text_are_kept(catalogue: Catalogue) -> None:
    path = "b\udcb2/\udce2.doc"
    fill(catalogue, accessioned(path=path, unit="b\udcb2"))
    record = catalogue.record(ONE)
    assert record is not None
    assert (record.source.path, record.unit) == (path, "b\udcb2")
    assert set(catalogue.sources("/inbox")) == {path}
    assert ids(catalogue, unit="b\udcb2") == [ONE]
    assert catalogue.facets("unit") == {"b?": 1}


def test_known_entries_are_passed_over_and_gaps_refused(catalogue: Catalogue) -> None:
    ledger = MemoryLedger()
    entries = ledger.append([accessioned(), refused("a"), refused("b")], at=AT, by=BY)
    catalogue.apply(entries[:2])
    catalogue.apply(entries[:2])
    assert catalogue.balance() == Balance(archived=1, refused=1)
    with pytest.raises(CatalogueUnusable):
        catalogue.apply(ledger.append([refused("c")], at=AT, by=BY))
    assert catalogue.head() == (2, entries[1].chain)
    catalogue.apply(list(ledger.entries()))
    assert catalogue.head() == ledger.head()
