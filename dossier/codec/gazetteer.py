"""The gazetteer: provinces, cities and counties, and what lies in what (``schema/gazetteer``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dossier.codec.shapes import schema_folder

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """``names`` are full names worth finding in a text; ``above`` are the places a place lies in,
    ``below`` those directly in it. A name that several cities share has all of them above it.
    Everyday names and those of two characters (成县, as in 完成县级任务) are left out of ``names``.
    """

    names: frozenset[str]
    above: Mapping[str, tuple[str, ...]]
    below: Mapping[str, tuple[str, ...]]


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that travels with the program."""
    text = (schema_folder() / "gazetteer" / "china.txt").read_text("utf-8")
    return parse_gazetteer(text)


def parse_gazetteer(text: str) -> Gazetteer:
    """A line for each province; indented below it a line for each city: ``城市: 区 县 …``.

    ``!`` begins a line of everyday names, ``#`` a remark.
    """
    above: defaultdict[str, dict[str, None]] = defaultdict(dict)
    below: defaultdict[str, dict[str, None]] = defaultdict(dict)
    everyday: set[str] = set()
    province = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("!"):
            everyday.update(line[1:].split())
        elif not line.startswith(" "):
            province = line.strip()
            above[province] = {}
        else:
            city, _colon, counties = line.strip().partition(":")
            _place(above, below, city.strip(), (province,))
            for county in counties.split():
                _place(above, below, county, (province, city.strip()))
    return Gazetteer(
        frozenset(name for name in above if len(name) >= _SHORTEST and name not in everyday),
        {name: tuple(places) for name, places in above.items()},
        {name: tuple(places) for name, places in below.items()},
    )


def _place(
    above: defaultdict[str, dict[str, None]],
    below: defaultdict[str, dict[str, None]],
    name: str,
    inside: tuple[str, ...],
) -> None:
    above[name].update(dict.fromkeys(inside))
    below[inside[-1]][name] = None
