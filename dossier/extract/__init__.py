"""Format by signature; text, pages and metadata, each file in a process that can be killed."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from dossier.model.extraction import Extraction

__all__ = ["TextExtractor"]


class TextExtractor(Protocol):
    """Reads a file's content. ``ReaderPool`` does it in processes of its own, its twin
    ``InlineExtractor`` in this one.
    """

    def extract(self, path: Path, name: str) -> Extraction:
        """Everything the file gives; what is wrong with it is a finding, never an exception."""
        ...
