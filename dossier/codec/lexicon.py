"""The words records are placed by: three lists under ``schema/placing``.

``generic.txt`` holds words every paper is full of, any number on a line. Each line of
``alike.txt`` holds the words of one matter, the first of which names it; each of ``days.txt`` a day
of the year as ``MM-DD`` and its names, the usual one first. A hash begins a remark.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dossier.codec.shapes import schema_folder
from dossier.model.asks import NamedDay
from dossier.model.placing import Lexicon


@cache
def load_lexicon() -> Lexicon:
    """The lexicon this program ships."""
    folder = schema_folder() / "placing"
    names = ("generic.txt", "alike.txt", "days.txt")
    return parse_lexicon(*((folder / name).read_text("utf-8") for name in names))


def parse_lexicon(generic: str, alike: str, days: str = "") -> Lexicon:
    """The lexicon of the texts of the lists."""
    plain = frozenset(word for words in _lists(generic) for word in words)
    named = tuple(NamedDay(name, tuple(more), date) for date, name, *more in _lists(days))
    return Lexicon(plain, tuple(_lists(alike)), named)


def _lists(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words:
            yield tuple(words)
