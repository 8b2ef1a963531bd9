"""Codes, states and findings as words and tones for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.errors import DossierError, SchemaError
from dossier.i18n import N_, _, render
from dossier.model.findings import Finding, Severity
from dossier.rules.finding_table import advice, sentence
from dossier.rules.reading_explanations import explanation
from dossier.tui.text import Cell, fit, width
from dossier.words.codes import basis_word, word

if TYPE_CHECKING:
    from dossier.model.assessment import RequirementCoverage, Verdict
    from dossier.model.editions import Edition
    from dossier.workflow.ledger_view import Happening

TONES = {
    "unplaced": "warn",
    "placed": "",
    "accepted": "good",
    "returned": "bad",
    "superseded": "dim",
    "withdrawn": "dim",
    "complete": "good",
    "incomplete": "bad",
    "undetermined": "warn",
    "red": "bad",
    "yellow": "warn",
    "white": "",
    "green": "good",
    "error": "bad",
    "warning": "warn",
}
_MARKS = {
    "complete": N_("OK"),
    "incomplete": N_("lack"),
    "undetermined": N_("eye"),
    "waived": N_("n/a"),
    "elsewhere": N_("--"),
    "bonus": N_("plus"),
}
_MARK_TONES = {**TONES, "waived": "accent", "elsewhere": "dim", "bonus": "dim"}
_TWINS = (
    ("--caption", N_("Caption, ^E")),
    ("dossier tag", N_("Describe, ^U")),
    ("dossier untag", N_("Take out, ^D")),
)
"""What the commands of an advice are called on screen, and their usual keys."""
STATES = ("unplaced", "placed", "accepted", "returned", "superseded", "withdrawn")


def worded(code: object) -> Cell:
    """The word with its tone."""
    return Cell(word(code), TONES.get(str(code), ""))


def standing(item: RequirementCoverage) -> str:
    """Where an ask stands: its verdict, ``waived``, ``elsewhere`` when nothing is sent, ``bonus``
    for one that is not complete and of which nothing is owed.
    """
    if not item.uploaded:
        return "elsewhere"
    if item.bonus and item.verdict != "complete":
        return "bonus"
    return "waived" if item.waived else str(item.verdict)


def mark(item: RequirementCoverage) -> Cell:
    """Where an ask stands, in one or two characters that are never of doubtful width."""
    return named_mark(standing(item))


def named_mark(name: str) -> Cell:
    """The mark of a standing; all marks of a language are equally wide."""
    room = max(width(_(text)) for text in _MARKS.values())
    return Cell(fit(_(_MARKS[name]), room), _MARK_TONES[name])


def verdict_mark(verdict: Verdict) -> Cell:
    """A slot's verdict in one or two characters."""
    return named_mark(str(verdict))


def kind_name(edition: Edition, kind: str | None) -> str:
    """The edition's own name of a kind."""
    found = edition.kind(kind) if kind else None
    return found.name if found else kind or "—"


def usable_word(usable: bool | None) -> Cell:
    """Whether a record can serve as evidence."""
    if usable is None:
        return Cell(_("not judged"), "warn")
    return Cell(_("usable"), "good") if usable else Cell(_("not usable"), "bad")


SEVERITY_TONES = {
    Severity.ERROR: "bad",
    Severity.WARNING: "warn",
    Severity.UNDETERMINED: "accent",
}


def finding_text(finding: Finding) -> str:
    """The finding's sentence."""
    return sentence(finding)


def finding_advice(finding: Finding) -> str:
    """What to do about the finding."""
    return advice(finding)


def advice_here(finding: Finding) -> str:
    """What to do about the finding, and the key that does it where the record is at hand."""
    said = finding_advice(finding)
    for command, twin in _TWINS:
        if command in said:
            return _("{advice} (here: {key})").format(advice=said, key=_(twin))
    return said


def finding_basis(code: str) -> str:
    """What findings of this code rest on and how they are found."""
    known = explanation(code)
    return _("rests on {basis}. {how}").format(basis=word(known.basis), how=_(known.how))


def error_text(error: DossierError) -> tuple[str, str]:
    """What happened, and the advice (empty when there is none)."""
    said = render(error.message, error.parameters)
    if isinstance(error, SchemaError):
        shown = [item for item in error.problems if isinstance(item, Finding)]
        said = "\n".join([said, *(f"{item.code} {sentence(item)}" for item in shown[:5])])
    return said, render(error.hint, error.parameters) if error.hint else ""


def happening_words(item: Happening) -> str:
    """What else a ledger entry says, its codes in words."""
    parts = (part.partition(" ") for part in item.words.split("  ") if part)
    said = [_named(head, rest) if gap else word(head) for head, gap, rest in parts]
    return "  ".join(_without_digest(part) for part in said)


def _named(head: str, rest: str) -> str:
    """A field with its value, or what a claim rests on with the passage."""
    return f"{basis_word(head[:-1])}: {rest}" if head.endswith(":") else f"{head} {word(rest)}"


def _without_digest(text: str) -> str:
    return text.partition("sha256:")[0].rstrip() if "sha256:" in text else text


def by_word(by: str) -> str:
    """Who wrote a ledger entry: a person's name, or that the program did it by itself."""
    kind, _colon, name = by.partition(":")
    return name if kind == "person" and name else _("by itself")
