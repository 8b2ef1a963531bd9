"""What the forms of a bundle say of one ask, cleaned of what a Word document cannot hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class FormRow:
    """One piece of evidence as the forms list it."""

    number: int
    kind: str
    title: str
    doc_number: str
    issuer: str
    unit: str
    date: str
    pages: str
    pointer: str
    caption: str
    path: str


@dataclass(frozen=True, slots=True)
class SubmissionForm:
    """Everything a form says of one ask; ``mark`` is why the bundle is partial, else empty."""

    edition: str
    code: str
    title: str
    indicator: str
    lead: str
    cooperating: str
    verdict: str
    conclusion: str
    as_of: str
    mark: str
    rows: tuple[FormRow, ...]


def clean(form: SubmissionForm) -> SubmissionForm:
    """The form with nothing in its words that XML cannot hold."""
    rows = tuple(replace(row, **_plain_fields(row)) for row in form.rows)
    return replace(form, rows=rows, **_plain_fields(form))


def _plain_fields(value: FormRow | SubmissionForm) -> dict[str, Any]:
    known = {name: getattr(value, name) for name in value.__slots__}
    return {name: plain(text) for name, text in known.items() if isinstance(text, str)}


def plain(text: str) -> str:
    """The text without what XML cannot hold."""
    known = text.encode("utf-8", "replace").decode()
    return "".join(char for char in known if char.isprintable() or char in "\n\t")
