"""The description of an extraction, in the notation of Chinese offices."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.codec import chinese_dates, doc_numbers
from dossier.model.extraction import Extraction
from dossier.model.records import Description
from dossier.rules import description


class OfficeNotation:
    """Numbers and dates by the codecs."""

    def number(self, text: str) -> doc_numbers.DocNumber | None:
        """The first document number in the text."""
        return doc_numbers.find_number(text)

    def days(self, text: str) -> Iterator[chinese_dates.FoundDate]:
        """The dates in the text, in order."""
        return chinese_dates.find_dates(text)

    def interval(self, text: str) -> str | None:
        """The first interval in the text, ``YYYY-MM-DD/YYYY-MM-DD``."""
        return chinese_dates.find_range(text)


def describe(extraction: Extraction, name: str, received: str) -> Description:
    """What is known of a file called ``name``, received on ``received`` (an ISO date or moment)."""
    return description.describe(extraction, name, received, OfficeNotation())
