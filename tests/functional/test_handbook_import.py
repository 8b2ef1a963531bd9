"""Handbooks generated from the packs in several layouts and formats, imported back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from dossier import shipped
from dossier.codec.editions import parse_edition
from dossier.codec.requirement_codes import code_key
from dossier.handbook.reading import Imported, import_handbook
from dossier.model.editions import Edition, Requirement
from dossier.rules.finding_table import TABLE, sentence
from tests.tools.handbooks import LAYOUTS, WRITERS, noisy

PACKS = ("tutorial", "wcn-2017", "wmcq-2017")
EVERY = list(itertools.product(PACKS, LAYOUTS, WRITERS))


@dataclass
class Share:
    """How many asks came back, and how many of them with the same kinds and units."""

    wanted: int = 0
    asks: int = 0
    kinds: int = 0
    units: int = 0

    def add(self, other: Share) -> None:
        self.wanted += other.wanted
        self.asks += other.asks
        self.kinds += other.kinds
        self.units += other.units

    @property
    def all(self) -> bool:
        return self.wanted == self.asks == self.kinds == self.units

    @property
    def worst(self) -> float:
        return min(self.asks, self.kinds, self.units) / self.wanted


def imported(pack: str, layout: str, form: str, seed: int | None = None) -> Imported:
    paper = LAYOUTS[layout](shipped.load_edition(pack))
    paper = paper if seed is None else noisy(paper, seed)
    return import_handbook(WRITERS[form](paper), f"{layout}.{form}", edition_id="again", year=2026)


def kinds(item: Requirement) -> set[str]:
    return {slot.kind for slot in item.slots}


def units(item: Requirement) -> tuple[set[str], set[str]]:
    return set(item.lead), set(item.cooperating)


def compared(edition: Edition, found: Imported) -> tuple[Share, list[Requirement]]:
    """The share that came back exactly, and the asks of which something was missed."""
    again = {code_key(item.code): item for item in found.edition.requirements}
    share, missed = Share(), []
    for item in edition.requirements:
        other = again.get(code_key(item.code))
        same = (
            other is not None and kinds(item) == kinds(other),
            other is not None and units(item) == units(other),
        )
        share.add(Share(1, int(other is not None), int(same[0]), int(same[1])))
        if not all(same):
            missed.append(item)
    return share, missed


def doubted(item: Requirement, found: Imported) -> bool:
    """Whether the list of doubts leads a person to this ask: by its code or its wording."""
    key = code_key(item.code)
    for doubt in found.doubts:
        text = str(doubt.parameters.get("text", ""))
        if code_key(str(doubt.parameters.get("code", ""))) == key:
            return True
        if len(text) > 3 and (text[:12] in item.title or item.title[:12] in text):
            return True
    return False


@pytest.mark.parametrize(("pack", "layout", "form"), EVERY)
def test_a_clean_table_comes_back_whole(pack: str, layout: str, form: str) -> None:
    edition = shipped.load_edition(pack)
    found = imported(pack, layout, form)
    share, missed = compared(edition, found)
    assert share.all, missed[:3]
    assert len(found.edition.requirements) == len(edition.requirements)
    assert [d.code for d in found.doubts if d.code not in ("W508", "W509", "W511", "W513")] == []


@pytest.mark.parametrize(("pack", "layout", "form"), EVERY)
def test_whatever_is_missed_in_a_noisy_table_is_doubted(pack: str, layout: str, form: str) -> None:
    edition = shipped.load_edition(pack)
    for seed in (1, 2) if form == "docx" else (1,):
        found = imported(pack, layout, form, seed)
        _share, missed = compared(edition, found)
        assert [item.code for item in missed if not doubted(item, found)] == []


def test_the_shares_that_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    clean, noise = Share(), Share()
    for pack, layout in itertools.product(PACKS, LAYOUTS):
        edition = shipped.load_edition(pack)
        clean.add(compared(edition, imported(pack, layout, "docx"))[0])
        for seed in (3, 4, 5):
            noise.add(compared(edition, imported(pack, layout, "docx", seed))[0])
    with capsys.disabled():
        print(f"\nclean {clean}\nnoisy {noise}")  # noqa: T201
    assert clean.all
    assert noise.worst >= 0.95


@pytest.mark.parametrize("form", WRITERS)
def test_imported_twice_is_the_same_file(form: str) -> None:
    first, second = (imported("wmcq-2017", "tree", form, 1) for _ in range(2))
    assert first.text == second.text
    assert first.doubts == second.doubts
    assert parse_edition(first.text, "again.yaml") == first.edition


def test_every_doubt_is_a_sentence_with_its_place() -> None:
    found = imported("wmcq-2017", "tree", "pdf", 1)
    assert found.doubts
    for doubt in found.doubts:
        assert doubt.code in TABLE
        assert "{" not in sentence(doubt)
        assert {"part", "number", "row"} <= set(doubt.parameters)


def limits(edition: Edition) -> Iterator[tuple[str, int | None, int | None]]:
    for item in edition.requirements:
        for slot in item.slots:
            if slot.max_chars or slot.max:
                yield item.code, slot.max_chars, slot.max


def test_a_picture_limit_in_the_wording_is_taken_over() -> None:
    found = imported("wcn-2017", "tree", "docx")
    assert list(limits(found.edition)) == [("1-3-②", None, 21)]


def test_groups_of_units_are_recognised() -> None:
    found = imported("wmcq-2017", "tree", "xlsx").edition
    assert found.groups == {"全区各单位": "*", "各街道": "街道"}
    assert {unit.name for unit in found.units} >= {"文明办", "教育局", "交警支队"}


def test_nothing_is_uploaded_where_the_wording_says_so() -> None:
    found = imported("wmcq-2017", "tree", "docx").edition
    assert [item.code for item in found.requirements if not item.uploaded] == ["Ⅲ-22"]


def test_titles_of_honour_become_a_bonus() -> None:
    found = imported("wmcq-2017", "tree", "docx").edition
    assert [item.code for item in found.bonus] == ["加分"]
    assert [item.code for item in found.requirements if item.bonus] == ["加分-①"]
