"""The few words around a hit.

Time is bounded by the length of the text at the speed of one normalisation, and only the window
holding a hit is aligned character by character (S11).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dossier.search.analysis import normalise

_WINDOW = 600
_BEFORE, _AFTER = 16, 24
_MOST_TERMS = 3
_MOST_TEXT = 2_000_000

Span = tuple[int, int]


def snippet(text: str, terms: Sequence[str]) -> str:
    """About 40 characters around the first hit of each term, hits marked ``[[`` and ``]]``.

    ``terms`` are normalised strings. A text without a hit (the title answered) shows its start.
    """
    found = sorted({span for term in terms[:_MOST_TERMS] if (span := locate(text, term))})
    if not found:
        return _tidy(text[: 4 * (_BEFORE + _AFTER)])[: _BEFORE + _AFTER]
    return "".join(_excerpt(text, group) for group in _groups(_apart(found)))


def locate(text: str, term: str) -> Span | None:
    """Start and end in the raw text of the first occurrence of a normalised term."""
    overlap = 4 * len(term) + 16
    for start in range(0, min(len(text), _MOST_TEXT), _WINDOW):
        window = text[start : start + _WINDOW + overlap]
        if term in normalise(window) and (span := _aligned(window, term)):
            return start + span[0], start + span[1]
    return None


def _aligned(window: str, term: str) -> Span | None:
    """The first occurrence, allowing any white space between the characters of the window."""
    letters: list[str] = []
    origin: list[int] = []
    for at, raw in enumerate(window):
        for letter in _letters(raw):
            letters.append(letter)
            origin.append(at)
    at = "".join(letters).find(term.replace(" ", ""))
    if at < 0:
        return None
    return origin[at], origin[at + len(term.replace(" ", "")) - 1] + 1


@lru_cache(maxsize=8192)
def _letters(character: str) -> str:
    return normalise(character)


def _apart(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _groups(spans: Sequence[Span]) -> list[list[Span]]:
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= _BEFORE + _AFTER:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _excerpt(text: str, spans: Sequence[Span]) -> str:
    at = max(0, spans[0][0] - _BEFORE)
    parts = ["…" if at else ""]
    for start, end in spans:
        parts += [text[at:start], "[[", text[start:end], "]]"]
        at = end
    parts += [text[at : at + _AFTER], "…" if at + _AFTER < len(text) else ""]
    return _tidy("".join(parts))


def _tidy(text: str) -> str:
    return " ".join(text.split())
