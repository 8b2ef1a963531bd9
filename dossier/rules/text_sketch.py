"""Sketches of texts: enough of each to see that two share passages, without keeping the texts.

Figures, white space and punctuation are left out, so that last year's paper with new dates has the
same sketch. Quotations are left out too: two reports may quote one policy at length. Every run of
ten characters is hashed and an eighth of the hashes is kept, the same eighth in every text
(a sampling by value, as in Manku, Jain, Das Sarma 2007 and Broder 1997).
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

RUN = 10
"""Characters of a hashed run; set phrases of office prose are mostly shorter."""
_KEEP_ONE_IN = 8
_LETTERS = re.compile("[^\u3400-\u9fffA-Za-z]+|[〇零一二三四五六七八九十百千万亿两]+")
_NAMED = r"《[^《》]{2,60}》"
_QUOTED = re.compile(r"“[^“”]{12,2000}”|「[^「」]{12,2000}」")
_CITED = re.compile(
    rf"{_NAMED}(?:（[^）]{{1,30}}）)?(?:第[^，。]{{1,12}}条)?[^。《》，]{{0,6}}"
    r"(?:指出|规定|要求|明确|提出|强调|指明)[，,:：]?[^。]{0,600}。?"
)
_TITLES = re.compile(_NAMED)


def without_quotations(text: str) -> str:
    """The text without quoted passages, sentences that report a named paper, and titles."""
    for pattern in (_QUOTED, _CITED, _TITLES):
        text = pattern.sub("\n", text)
    return text


def plain(text: str) -> str:
    """Letters and Han only: no figures, no Chinese numerals, no punctuation."""
    return _LETTERS.sub("", text)


def sketch(text: str) -> tuple[int, ...]:
    """The kept hashes of a text, sorted, each once."""
    data = plain(without_quotations(text)).encode("utf-16-le", "replace")
    crc, width = zlib.crc32, 2 * RUN
    hashes = {crc(data[at : at + width]) for at in range(0, len(data) - width + 1, 2)}
    return tuple(sorted(value for value in hashes if value % _KEEP_ONE_IN == 0))


def whole_digest(text: str) -> str:
    """The digest of a text without figures; empty for one too short to mean anything."""
    bare = plain(text)
    return digest(bare) if len(bare) >= 60 else ""


def digest(text: str) -> str:
    """Sixteen hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage two texts have in common, as it stands in each: start and end offsets."""

    one: tuple[int, int]
    other: tuple[int, int]

    @property
    def length(self) -> int:
        """Characters of the passage in the first text."""
        return self.one[1] - self.one[0]


def shared_passages(one: str, other: str, *, at_least: int = 20) -> list[Shared]:
    """The passages two texts share, longest first; figures and punctuation may differ.

    Found by runs of ten characters and extended; passages never overlap in the first text.
    """
    first, second = _Mapped.of(one), _Mapped.of(other)
    starts: dict[str, list[int]] = {}
    for at in range(len(second.bare) - RUN + 1):
        starts.setdefault(second.bare[at : at + RUN], []).append(at)
    found = list(_runs(first.bare, second.bare, starts, at_least))
    passages = [Shared(first.span(a, n), second.span(b, n)) for a, b, n in found]
    return sorted(passages, key=lambda item: (-item.length, item.one))


def _runs(
    one: str, other: str, starts: dict[str, list[int]], at_least: int
) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at <= len(one) - RUN:
        best = (0, 0)
        for candidate in starts.get(one[at : at + RUN], ())[:16]:
            best = max(best, (_common(one, at, other, candidate), candidate))
        length, where = best
        if length >= at_least:
            yield at, where, length
        at += max(1, length)


def _common(one: str, at: int, other: str, there: int) -> int:
    length = 0
    limit = min(len(one) - at, len(other) - there)
    while length < limit and one[at + length] == other[there + length]:
        length += 1
    return length


@dataclass(frozen=True, slots=True)
class _Mapped:
    """A text without what :func:`plain` leaves out, and where each character stood."""

    bare: str
    places: list[int]

    @classmethod
    def of(cls, text: str) -> _Mapped:
        skipped = {
            at for match in _LETTERS.finditer(text) for at in range(match.start(), match.end())
        }
        places = [at for at in range(len(text)) if at not in skipped]
        return cls("".join(text[at] for at in places), places)

    def span(self, start: int, length: int) -> tuple[int, int]:
        return self.places[start], self.places[start + length - 1] + 1
