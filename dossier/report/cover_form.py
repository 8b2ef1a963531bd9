"""A book's cover from the team's own Word document."""

from __future__ import annotations

from collections.abc import Mapping

from dossier.report.templates import fill_template
from dossier.report.word import saved


def cover_docx(template: bytes, values: Mapping[str, str]) -> bytes:
    """The template filled in; it must have been checked (``template_problems``)."""
    return saved(fill_template(template, values), values["title"])
