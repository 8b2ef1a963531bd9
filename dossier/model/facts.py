"""What the assessment knows of a text, found once and kept by the digest of its content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """Words found in a text: on which page (from 1, None where there are none), and what stands
    around them.
    """

    words: str
    context: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A figure a text states. ``scope`` is ``all`` for the whole city or district, else empty;
    ``year`` is the year it speaks of (``2025``, ``2025-06``), empty where it does not say.
    """

    name: str
    value: float
    unit: str
    year: str = ""
    scope: str = ""
    context: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Length in the three ways of counting (``Profile.counting``), and how many figures: days,
    document numbers and telephones are none.
    """

    word: int = 0
    han: int = 0
    all: int = 0
    numbers: int = 0


@dataclass(frozen=True, slots=True)
class TextFacts:
    """Everything the rules ask of one text.

    ``sketch`` are hashes of some of its 10-character runs without figures, sorted; ``whole`` is the
    digest of the text without figures; ``pages`` are digests of its longer pages. ``terms`` are
    words of the edition (days, policies, figures) that occur. ``valid_until`` is an ISO date.
    """

    counts: Counts = Counts()
    sketch: tuple[int, ...] = ()
    whole: str = ""
    pages: tuple[str, ...] = ()
    remnants: tuple[Passage, ...] = ()
    places: tuple[Passage, ...] = ()
    values: tuple[NamedValue, ...] = ()
    terms: tuple[str, ...] = ()
    summary_words: tuple[str, ...] = ()
    sources_named: bool = False
    contacts: tuple[str, ...] = ()
    rural: bool = False
    valid_until: str | None = None
    valid_years: int | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What to look for in every text: the edition's ``terms``, names of ``figures`` whose values
    are wanted, and ``places``, full names of provinces, cities and counties.
    """

    terms: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    stamp: str = ""
