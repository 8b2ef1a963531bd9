"""Editions: loading beside the YAML parse, and comparing two (run with -m bench -s)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from dossier import shipped
from dossier.codec.edition_yaml import edition_yaml, roster_yaml
from dossier.codec.editions import parse_edition
from dossier.codec.units import parse_units
from dossier.model.editions import Edition, Unit
from dossier.rules.crosswalk import crosswalk
from dossier.rules.responsibility import responsible_units

pytestmark = pytest.mark.bench


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in milliseconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return min(found)


def roster(count: int) -> tuple[Unit, ...]:
    return tuple(
        Unit(f"单位{n}", "街道" if n % 5 == 0 else "部门", (f"第{n}局", f"区单位{n}"))
        for n in range(count)
    )


def events(text: str) -> int:
    return sum(1 for _event in yaml.parse(text, Loader=yaml.CLoader))


def large(edition: Edition, count: int) -> Edition:
    """The edition grown to ``count`` asks with wordings of their own."""
    asks = list(edition.requirements)
    while len(asks) < count:
        item = edition.requirements[len(asks) % len(edition.requirements)]
        number = len(asks)
        title = f"{item.title}的第{number}项补充要求"
        asks.append(replace(item, code=f"{item.indicator}-9-{number}", title=title, also=()))
    return replace(edition, requirements=tuple(asks[:count]))


def test_loading_and_validating_costs_little_beside_the_yaml_parse(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = shipped.edition_text(shipped.largest_edition())
    names = roster_yaml(roster(200))
    parse_edition(text, "warm.yaml")
    parse = best(lambda: [events(part) for part in (text, names)])
    proven = {shipped.load_edition(shipped.largest_edition()).digest}

    def checked() -> None:
        parse_edition(text, "x.yaml")
        parse_units(names, "u.yaml")

    def shipped_whole() -> None:
        parse_edition(text, "x.yaml", proven=proven)
        parse_units(names, "u.yaml")

    full, known = best(checked), best(shipped_whole)
    edition, units = parse_edition(text, "x.yaml"), parse_units(names, "u.yaml")
    duties = best(lambda: [responsible_units(r, edition, units) for r in edition.requirements])
    with capsys.disabled():
        print(
            f"\n205 asks + 200 units: YAML events {parse:.0f} ms; checked in full {full:.0f} ms "
            f"(ours {full - parse:.0f} ms, goal 150); shipped {known:.0f} ms "
            f"(ours {known - parse:.0f} ms); duties with groups {duties:.1f} ms"
        )
    assert len(edition.requirements) == 205


def test_comparing_two_editions_of_300_asks(capsys: pytest.CaptureFixture[str]) -> None:
    edition = shipped.load_edition("wmcq-2017")
    rows = []
    for count in (75, 150, 300):
        old = large(edition, count)
        renamed = tuple(
            replace(item, code=f"Ⅲ-{n + 100}-①", title=item.title + ("推进" if n % 3 else ""))
            for n, item in enumerate(old.requirements)
        )
        new = replace(old, id="new", requirements=renamed)
        rows.append((count, best(lambda o=old, n=new: crosswalk(o, n), 3)))  # type: ignore[misc]
    with capsys.disabled():
        shown = ", ".join(f"{count} asks {spent:.0f} ms" for count, spent in rows)
        print(f"\ndiff: {shown} (goal: 300 asks under 1000 ms)")
    assert rows[-1][0] == 300


def test_writing_and_reading_back_an_edition(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    edition = shipped.load_edition("wmcq-2017")
    written = best(lambda: edition_yaml(edition))
    with capsys.disabled():
        print(f"\nwriting 205 asks as YAML: {written:.0f} ms")
    assert parse_edition(edition_yaml(edition), "x.yaml").requirements == edition.requirements
