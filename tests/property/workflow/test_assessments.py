"""Whatever happens to an archive, what is judged anew after it makes the assessment from nothing.

Every kind of event is drawn. Now and then the assessor is written down and read again, as if
another command went on.
"""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.archive.custody import Archive
from dossier.archive.texts import StoredText
from dossier.extract.photo_prints import STAMP
from dossier.model.asks import Window
from dossier.model.assessment import Assessment
from dossier.model.editions import Edition, Slot
from dossier.model.events import (
    Accessioned,
    ArchiveCreated,
    BundleSealed,
    BundleWithdrawn,
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
    LedgerRepaired,
    Seen,
    StateChanged,
    SuggestionRefused,
    Waived,
    WaiverWithdrawn,
)
from dossier.model.fixity import Fixity
from dossier.model.records import Claim, Dates, Description, RecordState, Source
from dossier.model.settings import DutySettings, PlaceSettings, Settings, StageSettings
from dossier.rules.assessing import Assessor
from dossier.workflow.assessing import Assessments, assessments
from dossier.workflow.kept_assessment import FILE, Stand, parts_of, read_parts
from dossier.workflow.workspace import Workspace
from tests.property.rules.test_incremental import CODES, EDITION, PRINTS, TEXTS
from tests.tools.assessing import ask, digest, edition, profile

LATER = edition(ask(CODES[0], Slot("report")), ask("Ⅲ-9-9", Slot("policy")))
BY_THE_TEST = replace(EDITION, windows={"w": Window("w", "months", count=12)})
NOW = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
DAYS = st.dates(dt.date(2025, 12, 1), dt.date(2026, 2, 1))
CONTENTS = [*(f"text {n}" for n in range(len(TEXTS))), *(f"photo {n}" for n in range(len(PRINTS)))]

records = st.integers(1, 5).map(lambda number: f"2026-{number:06d}")
units = st.sampled_from(["文明办", "教育局", "民政局"])
codes = st.sampled_from((*CODES, "Ⅲ-9-9"))
kinds = st.sampled_from(["report", "policy", "photo"])
texts = st.sampled_from(["", "甲", "乙"])
days = st.sampled_from(["2024-06-01", "2025-03-01", "2026-06-01"])
fixities = st.sampled_from(CONTENTS).map(lambda content: Fixity(digest(content), 1000))
sources = st.builds(Source, st.just("inbox"), st.sampled_from(["甲/1.docx", "乙/2.jpg"]))
seen = st.just(Seen(1, 1))
claims = st.builds(Claim, codes, kinds, units, st.sampled_from(["person", "rule"]), caption=texts)
coded = st.sampled_from(["W401", "W403", "W411", "W421", "W432", "E201"])
numbers = st.sampled_from([None, "云发〔2025〕3号", "云发〔2025〕5号"])
descriptions = st.builds(
    lambda photo, **more: Description(
        format="jpeg" if photo else "docx",
        chars=0 if photo else 500,
        details={"width": 800, "height": 600} if photo else {},
        **more,
    ),
    st.booleans(),
    title=texts,
    doc_number=numbers,
    kind=kinds,
    dates=st.builds(Dates, issued=days, event=days),
    usable=st.sampled_from([True, False, None]),
)
nothing: st.SearchStrategy[dict[str, int]] = st.just({})
named = st.just("x")
MADE: dict[type[Event], st.SearchStrategy[Event]] = {
    ArchiveCreated: st.builds(ArchiveCreated, *[named] * len(ArchiveCreated.__slots__)),
    Accessioned: st.builds(
        Accessioned, records, st.integers(1, 3), fixities, named, sources, seen, units
    ),
    DuplicateReceived: st.builds(DuplicateReceived, records, fixities, sources, seen, units),
    DocumentRefused: st.builds(DocumentRefused, sources, seen, st.just("E101")),
    DocumentIgnored: st.builds(DocumentIgnored, sources, seen, named),
    ContainerOpened: st.builds(
        ContainerOpened, sources, seen, fixities, records | st.none(), nothing
    ),
    Described: st.builds(Described, records, st.integers(1, 3), descriptions, named),
    Claimed: st.builds(Claimed, records, claims),
    ClaimWithdrawn: st.builds(ClaimWithdrawn, records, codes),
    FieldsSet: st.builds(
        FieldsSet,
        records,
        st.fixed_dictionaries({}, optional={"unit": units, "kind": kinds, "dates.issued": days}),
    ),
    StateChanged: st.builds(StateChanged, records, st.sampled_from(RecordState)),
    Waived: st.builds(Waived, codes, units, named),
    WaiverWithdrawn: st.builds(WaiverWithdrawn, codes, units),
    FindingDismissed: st.builds(
        lambda code, one, other, both: FindingDismissed(
            code, max(one, other), min(one, other) if one != other else "", both, "看过"
        ),
        coded,
        records,
        records,
        st.lists(fixities, min_size=1, max_size=2).map(
            lambda found: tuple(sorted(item.digest for item in found))
        ),
    ),
    DismissalWithdrawn: st.builds(DismissalWithdrawn, coded, records, records | st.just("")),
    SuggestionRefused: st.builds(SuggestionRefused, records, codes),
    BundleSealed: st.just(BundleSealed("b", "p", "2026-01-01", 1, 1, 1)),
    BundleWithdrawn: st.just(BundleWithdrawn("b", "撤回")),
    EditionAdopted: st.just(EditionAdopted("new", "d", "old", "e")),
    ClaimsCarried: st.builds(
        ClaimsCarried, records, st.lists(claims, max_size=2).map(tuple), st.just(())
    ),
    LedgerRepaired: st.just(LedgerRepaired("torn", 3)),
}
LIKELY = (Accessioned, Accessioned, Described, Claimed, FindingDismissed, StateChanged)
events = st.sampled_from([*MADE, *LIKELY]).flatmap(MADE.__getitem__)


def opened(archive: Archive, of: Edition = EDITION, **more: Any) -> Workspace:
    """The archive as a process opens it, everything known of contents at hand."""
    set_so = Settings(archive.root, "e", "p", **more)
    workspace = Workspace(set_so, archive, lambda: NOW, "person:甲")
    workspace.__dict__.update(edition=of, profile=profile())
    prints = {digest(f"photo {n}"): item for n, item in enumerate(PRINTS)}
    assessments(workspace).contents.store.put_many(STAMP, prints)
    return workspace


def archive_with_texts(root: Path = Path("/nowhere/memory")) -> Archive:
    archive = Archive.in_memory(root)
    for number, text in enumerate(TEXTS):
        archive.texts.put(digest(f"text {number}"), StoredText(text))
    return archive


def written_down(known: Assessments) -> None:
    """Let an assessor be kept as bytes and go on from them."""
    stream = io.BytesIO(b"".join(parts_of(Stand("", 0, ""), known.assessor.kept())))
    _stand, kept = read_parts(stream)
    known.assessor = Assessor.restored(known.terms, kept)


def test_every_kind_of_event_is_drawn() -> None:
    assert MADE.keys() == set(get_args(Event))


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=150)
@given(st.lists(st.tuples(events, st.sampled_from(["go on", "look", "reopen"]), DAYS), max_size=16))
def test_after_each_event_the_assessment_is_the_one_made_from_nothing(
    steps: list[tuple[Event, str, dt.date]],
) -> None:
    archive = archive_with_texts()
    known, day = opened(archive), NOW.date()
    for event, then, day in steps:
        with archive.writing() as writer:
            writer.record([event], at=known.now(), by="person:甲")
        of = LATER if isinstance(event, EditionAdopted) else known.edition
        if of is not known.edition:
            known = opened(archive, of)
        if then != "go on":
            now = assessments(known).current(day)
            assert now == assessments(opened(archive, known.edition)).current(day)
        if then == "reopen":
            written_down(assessments(known))
    now = assessments(known).current(day)
    fresh = assessments(opened(archive, known.edition))
    assert now == fresh.current(day)
    for number in range(1, 6):
        name = f"2026-{number:06d}"
        assert assessments(known).of_record(name, day) == fresh.of_record(name, day)


def arrived(content: str) -> Iterator[Event]:
    """A paper of each text, dated in the year before, claimed as a policy."""
    for number in range(len(TEXTS)):
        record, fixity = f"2026-{number + 1:06d}", Fixity(digest(f"{content} {number}"), 1000)
        source = Source("inbox", f"文明办/{number}.docx")
        yield Accessioned(record, 1, fixity, source.name, source, Seen(1, number), "文明办")
        dates = Dates(issued="2025-03-01")
        described = Description(format="docx", chars=500, kind="policy", dates=dates, usable=True)
        yield Described(record, 1, replace(described, kind=("policy", "report")[number % 2]), "x")
        yield Claimed(record, Claim(CODES[number % len(CODES)], None))


def looked_at(archive: Archive, day: dt.date, chosen: dict[str, Any]) -> Assessment:
    """The assessment of one command, which keeps what it knows for the next."""
    known = opened(archive, BY_THE_TEST, **chosen)
    try:
        return assessments(known).current(day)
    finally:
        known.let_go()


SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "duty": st.builds(
            DutySettings,
            st.sampled_from([None, "2025-12-20", "2026-03-01"]),
            st.sampled_from([5, 40]),
            st.sampled_from([0, 10]),
        ),
        "stages": st.builds(StageSettings, collection=st.sampled_from([None, "2025-12-10"])),
        "place": st.builds(PlaceSettings, st.sampled_from(["", "湖北省武汉市", "海盐县"])),
    },
)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(events, st.none() | SETTINGS, DAYS), min_size=2, max_size=8))
def test_changed_settings_never_meet_what_was_judged_under_others(
    steps: list[tuple[Event, dict[str, Any] | None, dt.date]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive, chosen = archive_with_texts(Path(folder)), dict[str, Any]()
        with archive.writing() as writer:
            writer.record(list(arrived("text")), at=NOW.isoformat(), by="rule:intake")
        looked_at(archive, NOW.date(), chosen)
        for event, changed, day in steps:
            chosen = chosen if changed is None else changed
            with archive.writing() as writer:
                writer.record([event], at=NOW.isoformat(), by="person:甲")
            now = looked_at(archive, day, chosen)
            (archive.layout.derived / FILE).unlink(missing_ok=True)
            assert now == looked_at(archive, day, chosen)
