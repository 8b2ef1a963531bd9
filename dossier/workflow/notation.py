"""Joins the codecs of Chinese office notation to the rules that describe a document."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.codec.chinese_dates import FoundDate, find_dates, find_range
from dossier.codec.doc_numbers import DocNumber, find_number


class ChineseNotation:
    """Document numbers and dates as Chinese offices write them."""

    def number(self, text: str) -> DocNumber | None:
        """The first document number in the text."""
        return find_number(text)

    def days(self, text: str) -> Iterator[FoundDate]:
        """The dates in the text, in order."""
        return find_dates(text)

    def interval(self, text: str) -> str | None:
        """The first interval in the text, ``YYYY-MM-DD/YYYY-MM-DD``."""
        return find_range(text)
