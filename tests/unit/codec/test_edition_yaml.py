"""What we write reads back as the same edition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dossier import shipped
from dossier.codec.edition_yaml import edition_yaml, roster_yaml, scalar
from dossier.codec.editions import parse_edition
from dossier.codec.units import parse_units
from dossier.codec.yaml_source import read_yaml
from dossier.model.asks import Negative, Person, Window
from dossier.model.editions import Unit


@pytest.mark.parametrize("name", shipped.edition_ids())
def test_every_shipped_edition_survives_writing(name: str) -> None:
    edition = shipped.load_edition(name)
    written = edition_yaml(edition, ("整理稿",))
    again = parse_edition(written, "again.yaml")
    assert replace(again, digest=edition.digest) == edition
    assert edition_yaml(again, ("整理稿",)) == written


def test_windows_and_the_negative_list_survive_writing() -> None:
    edition = replace(
        shipped.load_edition("tutorial"),
        window="cycle",
        windows={"cycle": Window("cycle", "cycle", start="2024-01-01", end="2026-12-31")},
        kind_windows={"table": "cycle"},
        negative=(Negative("G15", "重大事故", 3, {"参评": "扣 3 分: 当年"}),),
    )
    again = parse_edition(edition_yaml(edition), "again.yaml")
    assert replace(again, digest=edition.digest) == edition


def test_a_roster_survives_writing() -> None:
    units = (
        Unit(
            "文旅局", "部门", ("市文旅局",), "", "a: b", ("旅游局",), Person("王", "1"), None, "06"
        ),
        Unit("2", "街道"),
    )
    assert parse_units(roster_yaml(units, ("名册",)), "units.yaml") == units


@pytest.mark.parametrize(
    "text",
    [
        *("是: 否", "- 一", "12", "1.5", "null", "yes", "#注", "a #b", "", " 空", "[x]", "a, b"),
        *("“引”", "%", "@", "?x", "x:", "~", "1e5", ".5", "\n", "a\tb", "'", '"', "<<", "="),
        *("8:00", "!x"),
    ],
)
def test_text_stays_text(text: str) -> None:
    assert read_yaml(f"a: {scalar(text)}\nb: [{scalar(text)}]\n", "x").value == {
        "a": text,
        "b": [text],
    }
