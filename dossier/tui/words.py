"""Codes, states and findings as words and tones for the screen."""

from __future__ import annotations

from dossier.errors import DossierError, SchemaError
from dossier.i18n import N_, _, render
from dossier.model.assessment import RequirementCoverage, Verdict
from dossier.model.editions import Edition
from dossier.model.findings import Finding, Severity
from dossier.rules.finding_table import advice, sentence
from dossier.tui.text import Cell, fit, width

_WORDS = {
    "unplaced": N_("unplaced"),
    "placed": N_("placed"),
    "accepted": N_("accepted"),
    "returned": N_("returned"),
    "superseded": N_("superseded"),
    "withdrawn": N_("withdrawn"),
    "complete": N_("complete"),
    "incomplete": N_("incomplete"),
    "undetermined": N_("undetermined"),
    "waived": N_("waived"),
    "archived": N_("archived"),
    "duplicate": N_("duplicate"),
    "refused": N_("refused"),
    "waiting": N_("waiting"),
    "ignored": N_("ignored"),
    "red": N_("overdue"),
    "yellow": N_("due soon"),
    "white": N_("owing"),
    "green": N_("done"),
    "error": N_("blocks"),
    "warning": N_("warning"),
    "policy": N_("policy paper"),
    "report": N_("report"),
    "photo": N_("photograph"),
    "table": N_("statistical table"),
    "opinion": N_("opinion from above"),
}
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
}
_MARK_TONES = {**TONES, "waived": "accent", "elsewhere": "dim"}
_EVENTS = {
    "archive_created": N_("archive made"),
    "accessioned": N_("taken in"),
    "duplicate_received": N_("same content again"),
    "document_refused": N_("refused"),
    "document_ignored": N_("passed over"),
    "container_opened": N_("unpacked"),
    "described": N_("read"),
    "claimed": N_("placed"),
    "claim_withdrawn": N_("taken out"),
    "fields_set": N_("fields set"),
    "state_changed": N_("decided"),
    "waived": N_("waived"),
    "waiver_withdrawn": N_("waiver withdrawn"),
    "suggestion_refused": N_("suggestion refused"),
    "finding_dismissed": N_("finding dismissed"),
    "dismissal_withdrawn": N_("dismissal withdrawn"),
    "bundle_sealed": N_("bundle made"),
    "edition_adopted": N_("edition adopted"),
    "claims_carried": N_("carried to another edition"),
    "ledger_repaired": N_("ledger repaired"),
}
STATES = ("unplaced", "placed", "accepted", "returned", "superseded", "withdrawn")


def word(code: object) -> str:
    """The word for a state, verdict, outcome, colour or severity."""
    text = str(code) if code else "—"
    return _(_WORDS[text]) if text in _WORDS else text


def event_word(kind: str) -> str:
    """What a ledger entry of this type says happened."""
    return _(_EVENTS.get(kind, kind))


def worded(code: object) -> Cell:
    """The word with its tone."""
    return Cell(word(code), TONES.get(str(code), ""))


def standing(item: RequirementCoverage) -> str:
    """Where an ask stands: its verdict, ``waived``, or ``elsewhere`` when nothing is sent."""
    if not item.uploaded:
        return "elsewhere"
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


def error_text(error: DossierError) -> tuple[str, str]:
    """What happened, and the advice (empty when there is none)."""
    said = render(error.message, error.parameters)
    if isinstance(error, SchemaError):
        shown = [item for item in error.problems if isinstance(item, Finding)]
        said = "\n".join([said, *(f"{item.code} {sentence(item)}" for item in shown[:5])])
    return said, render(error.hint, error.parameters) if error.hint else ""
