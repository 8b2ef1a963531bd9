"""The words records are placed by: two lists under ``schema/placing``.

``generic.txt`` holds words every paper is full of, any number on a line. Each line of
``alike.txt`` holds the words of one matter, the first of which names it. A hash begins a remark.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dossier.codec.shapes import schema_folder
from dossier.model.placing import Lexicon


@cache
def load_lexicon() -> Lexicon:
    """The lexicon this program ships."""
    folder = schema_folder() / "placing"
    return parse_lexicon(
        (folder / "generic.txt").read_text("utf-8"), (folder / "alike.txt").read_text("utf-8")
    )


def parse_lexicon(generic: str, alike: str) -> Lexicon:
    """The lexicon of the texts of both lists."""
    plain = frozenset(word for words in _lists(generic) for word in words)
    return Lexicon(plain, tuple(_lists(alike)))


def _lists(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words:
            yield tuple(words)
