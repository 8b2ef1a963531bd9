"""What a text speaks of: pairs of neighbouring characters, and matters named by any of their words.

Pairs need no dictionary and survive every spelling; matters bridge the gap between an ask's words
and a clerk's. Both are features, strings with a weight; a matter's begins with ``#``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import add

from dossier.model.placing import Lexicon

MATTER = "#"
_RUN = re.compile("[\u3400-\u9fff]+|[a-z]{2,}|[0-9]+(?=·[0-9])|[0-9]{5}")
_EMPTY = frozenset("的了和与及在是对为等以将并或各其这该本被把从到由向于之个中上下")
_ENUMERATION = re.compile("[ⅠⅡⅢⅣ][-－—][^\\s]*")
Zone = tuple[str, float]
"""A text and how much what it says weighs."""


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text in one width and case."""
    return unicodedata.normalize("NFKC", _ENUMERATION.sub(" ", text)).casefold()


class Wording:
    """Takes texts apart with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        generic = sorted(lexicon.generic, key=len, reverse=True)
        self._generic = _matcher(generic)
        self._matters: dict[str, list[str]] = {}
        for words in lexicon.alike:
            for word in words:
                self._matters.setdefault(plain(word), []).append(MATTER + words[0])
        self._named = _finder(self._matters)

    def pairs(self, text: str) -> dict[str, int]:
        """How often each pair of neighbouring characters stands in the text, generic words and
        particles left out; a Latin word counts as a pair.
        """
        found: dict[str, int] = {}
        for run in _RUN.findall(self._generic(text)):
            if not "\u3400" <= run[0] <= "\u9fff":
                found[run] = found.get(run, 0) + 1
                continue
            for pair in map(add, run, run[1:]):
                if pair[0] not in _EMPTY and pair[1] not in _EMPTY:
                    found[pair] = found.get(pair, 0) + 1
        return found

    def matters(self, text: str) -> dict[str, int]:
        """How many different words of each matter the text says."""
        found: dict[str, int] = {}
        for word in self._named(text):
            for matter in self._matters[word]:
                found[matter] = found.get(matter, 0) + 1
        return found

    def features(self, zones: Iterable[Zone]) -> dict[str, float]:
        """Weight of everything the zones speak of; repetition counts less and less."""
        found: dict[str, float] = {}
        for text, weight in zones:
            folded = plain(text) if len(text) < 400 else _plain_long(text)
            for counts in (self.pairs(folded), self.matters(folded)):
                for feature, count in counts.items():
                    found[feature] = found.get(feature, 0.0) + weight * _damped(count)
        return found


def _damped(count: int) -> float:
    """1 for once, rising towards 2.5."""
    return 2.5 * count / (count + 1.5)


def _plain_long(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _matcher(words: Sequence[str]) -> Callable[[str], str]:
    """Blots the words out of a text."""
    if not words:
        return lambda text: text
    pattern = re.compile("|".join(map(re.escape, words)))
    return lambda text: pattern.sub(" ", text)


def _finder(words: Mapping[str, object]) -> Callable[[str], set[str]]:
    """Finds which of the words stand in a text, also within one another."""
    by_start: dict[str, list[str]] = {}
    for word in words:
        by_start.setdefault(word[:2], []).append(word)

    def find(text: str) -> set[str]:
        present = set(map(add, text, text[1:]))
        starts = present & by_start.keys()
        return {word for start in starts for word in by_start[start] if word in text}

    return find


def common_words(text: str, other: str, *, shortest: int = 2) -> list[str]:
    """The longest runs of characters two plain texts share, longest first, none inside another."""
    found: list[str] = []
    for run in _RUN.findall(other):
        start = 0
        while start < len(run):
            end = start
            while end < len(run) and run[start : end + 1] in text:
                end += 1
            if end - start >= shortest and not any(run[start:end] in word for word in found):
                found.append(run[start:end])
            start = max(end, start + 1)
    return sorted(found, key=len, reverse=True)
