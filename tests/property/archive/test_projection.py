"""Both catalogues are the same function of the same ledger, however it reaches them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.archive.catalogue import Catalogue
from dossier.archive.catalogue_memory import MemoryCatalogue
from dossier.archive.catalogue_sqlite import SqliteCatalogue
from dossier.archive.custody import Archive
from dossier.archive.ledger import JsonlLedger, MemoryLedger
from dossier.errors import LedgerError
from dossier.model.events import (
    Accessioned,
    BundleSealed,
    Claimed,
    ClaimsCarried,
    ClaimWithdrawn,
    ContainerOpened,
    Described,
    DismissalWithdrawn,
    DocumentIgnored,
    DocumentRefused,
    DuplicateReceived,
    EditionAdopted,
    Event,
    FieldsSet,
    FindingDismissed,
    Seen,
    StateChanged,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.records import (
    Claim,
    Dates,
    Description,
    RecordFilter,
    RecordState,
    Source,
)
from tests.tools.custody import AT, BY, fixity

IDS = st.sampled_from(["2025-000001", "2026-000001", "2026-000002"])
UNITS = st.sampled_from([None, "城管局", "教育局", "b\udcb2"])
KINDS = st.sampled_from([None, "photo", "report"])
CODES = st.sampled_from(["Ⅲ-1-1-①", "Ⅲ-1-1-②"])
DAYS = st.sampled_from([None, "2025-01-02", "2026-01-02"])
FIXITIES = st.sampled_from([fixity(b"a"), fixity(b"b")])
SEEN = st.builds(Seen, st.integers(0, 2), st.integers(0, 2))
SOURCES = st.builds(
    Source,
    st.sampled_from(["/inbox", "/二"]),
    st.sampled_from(["a.pdf", "b.zip", "部门/c.pdf", "部门0.pdf", "\udcff.doc"]),
    st.sampled_from([(), ("x.doc",), ("n.zip", "y.doc")]),
)
DESCRIPTIONS = st.builds(
    Description,
    title=st.sampled_from([None, "标题"]),
    kind=KINDS,
    usable=st.sampled_from([None, True, False]),
    dates=st.builds(Dates, issued=DAYS, received=DAYS),
    origins=st.just({"kind": "name"}),
)
CLAIMS = st.builds(
    Claim, CODES, KINDS, st.none() | st.just("教育局"), st.sampled_from(["person", "rule"])
)
FIELDS = st.dictionaries(
    st.sampled_from(["unit", "kind", "title", "name", "dates.issued", "dates.received", "other"]),
    st.sampled_from([None, "photo", "2026-02-02"]),
    max_size=3,
)
EVENTS = st.one_of(
    st.builds(
        Accessioned, IDS, st.integers(1, 3), FIXITIES, st.just("a.pdf"), SOURCES, SEEN, UNITS
    ),
    st.builds(DuplicateReceived, IDS, FIXITIES, SOURCES, SEEN, UNITS),
    st.builds(DocumentRefused, SOURCES, SEEN, st.sampled_from(["E101", "E103"])),
    st.builds(DocumentIgnored, SOURCES, SEEN, st.just("~$*")),
    st.builds(ContainerOpened, SOURCES, SEEN, FIXITIES, st.none() | IDS),
    st.builds(Described, IDS, st.integers(1, 3), DESCRIPTIONS, st.just("reader")),
    st.builds(Claimed, IDS, CLAIMS),
    st.builds(ClaimWithdrawn, IDS, CODES),
    st.builds(ClaimsCarried, IDS, st.lists(CLAIMS, max_size=3).map(tuple), st.just(())),
    st.builds(EditionAdopted, st.just("b"), st.just(""), st.just("a"), st.just("")),
    st.builds(FieldsSet, IDS, FIELDS),
    st.builds(StateChanged, IDS, st.sampled_from(RecordState), st.just("因"), DAYS),
    st.builds(Waived, CODES, st.sampled_from(["城管局", "b\udcb2"]), st.just("无")),
    st.builds(WaiverWithdrawn, CODES, st.sampled_from(["城管局", "b\udcb2"])),
    st.builds(FindingDismissed, st.just("W401"), IDS, IDS, st.just(("sha256:1",))),
    st.builds(DismissalWithdrawn, st.just("W401"), IDS, IDS),
    st.builds(
        BundleSealed,
        st.just("b"),
        st.just("/out"),
        st.just("2026-03-01"),
        st.just(1),
        st.just(1),
        st.just(1),
    ),
)
BATCHES = st.lists(st.lists(EVENTS, min_size=1, max_size=8), min_size=1, max_size=8)
FILTERS = st.builds(
    RecordFilter,
    unit=st.sampled_from([None, "", "城管局", "b\udcb2"]),
    requirement=st.none() | CODES,
    kind=st.sampled_from([None, "", "photo"]),
    states=st.sampled_from([(), (RecordState.PLACED, RecordState.RETURNED)]),
    described=st.sampled_from([None, True, False]),
    sort=st.sampled_from(["id", "-name", "unit", "-state", "issued", "received"]),
    limit=st.sampled_from([None, 1, 2]),
    offset=st.integers(0, 2),
)


def everything(catalogue: Catalogue, wanted: Sequence[RecordFilter]) -> list[object]:
    """All a catalogue can be asked."""
    sources = [Source(box, path) for box in ("/inbox", "/二") for path in ("a.pdf", "b.zip")]
    names = ("2025-000001", "2026-000001", "2026-000002")
    return [
        catalogue.head(),
        catalogue.records(),
        [(catalogue.records(item), catalogue.count(item)) for item in wanted],
        [catalogue.numbers(item) for item in wanted],
        [catalogue.facets(by) for by in ("unit", "state", "kind", "requirement")],
        catalogue.claims_overview(),
        catalogue.claimants(),
        [catalogue.sources(box) for box in ("/inbox", "/二")],
        [catalogue.sources("/inbox", below) for below in ("a.pdf", "a", "部门")],
        [catalogue.members(source.inbox, source.path) for source in sources],
        catalogue.waivers(),
        catalogue.dismissals(),
        catalogue.bundles(),
        catalogue.refusals(),
        catalogue.duplicates(),
        [catalogue.history(name) for name in names],
        [catalogue.by_digest(fixity(content).digest) for content in (b"a", b"b")],
        [catalogue.last_number(year) for year in (2025, 2026)],
        catalogue.balance(),
    ]


@settings(max_examples=60)
@given(batches=BATCHES, wanted=st.lists(FILTERS, max_size=4))
def test_sqlite_and_memory_agree(batches: list[list[Event]], wanted: list[RecordFilter]) -> None:
    ledger, memory = MemoryLedger(), MemoryCatalogue()
    with tempfile.TemporaryDirectory() as folder:
        stored = SqliteCatalogue(Path(folder) / "c.sqlite3", durable=False)
        for batch in batches:
            entries = ledger.append(batch, at=AT, by=BY)
            stored.apply(entries)
            memory.apply(entries)
        assert everything(stored, wanted) == everything(memory, wanted)
        stored.close()


@settings(max_examples=25)
@given(batches=BATCHES)
def test_a_rebuilt_catalogue_equals_the_live_one(batches: list[list[Event]]) -> None:  # R05
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        with Archive.create(root) as archive:
            for batch in batches:
                with archive.writing() as writer:
                    writer.record(batch, at=AT, by=BY)
            live = everything(archive.catalogue, ())
            archive.rebuild_catalogue()
            assert everything(archive.catalogue, ()) == live
        for path in root.glob("catalogue.sqlite3*"):
            path.unlink()
        with Archive.open(root) as archive:
            assert everything(archive.catalogue, ()) == live


@settings(max_examples=40)
@given(events=st.lists(EVENTS, min_size=1, max_size=4), data=st.data())
def test_a_ledger_cut_anywhere_reads_as_a_prefix(events: list[Event], data: st.DataObject) -> None:
    """A power cut leaves any number of the last write's bytes (R01)."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = JsonlLedger(Path(folder))
        whole = ledger.append(events, at=AT, by=BY)
        path = Path(folder) / "000001.jsonl"
        size = data.draw(st.integers(0, path.stat().st_size))
        path.write_bytes(path.read_bytes()[:size])
        read = list(ledger.entries())
        assert read == whole[: len(read)]
        assert ledger.position() == len(read)
        torn = ledger.torn()
        after = ledger.append(events[:1], at=AT, by=BY)
        assert len(after) == (2 if torn else 1)
        assert list(ledger.entries()) == [*read, *after]


@settings(max_examples=60)
@given(
    events=st.lists(EVENTS, min_size=3, max_size=5),
    place=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
)
def test_a_flipped_bit_before_the_last_line_is_always_found(
    events: list[Event], place: float, bit: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = JsonlLedger(Path(folder))
        ledger.append(events, at=AT, by=BY)
        path = Path(folder) / "000001.jsonl"
        data = bytearray(path.read_bytes())
        last = data.rstrip(b"\n").rfind(b"\n")
        data[int(last * place)] ^= 1 << bit
        path.write_bytes(data)
        with pytest.raises(LedgerError) as caught:
            list(ledger.entries())
        assert caught.value.parameters["line"] in range(1, len(events) + 1)
