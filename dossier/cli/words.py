"""Codes and states as words for people."""

from __future__ import annotations

from dossier.i18n import N_, _

BASES = {
    "name": N_("a code in the file name"),
    "folder": N_("a code in a folder name"),
    "number": N_("a known document number"),
    "wording": N_("the words it uses"),
    "learned": N_("its likeness to placed records"),
    "together": N_("files that came with it"),
}
"""What a claim or proposal may rest on, for people."""

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
    "missing": N_("missing"),
    "unusable": N_("unusable"),
    "received": N_("received"),
    "waived": N_("waived"),
    "required": N_("required"),
    "optional": N_("optional"),
    "conditional": N_("conditional"),
    "collection": N_("units deliver"),
    "review": N_("first review"),
    "correction": N_("correction"),
    "final": N_("final review"),
    "upload": N_("upload"),
    "error": N_("blocks"),
    "warning": N_("warns"),
    "edition": N_("a clause of the edition"),
    "profile": N_("a line of the profile"),
    "check": N_("a check of this program"),
    "archived": N_("archived"),
    "duplicate": N_("duplicate"),
    "refused": N_("refused"),
    "waiting": N_("waiting"),
    "ignored": N_("ignored"),
    "seen": N_("seen"),
    "policy": N_("policy paper"),
    "report": N_("report"),
    "photo": N_("photograph"),
    "table": N_("statistical table"),
    "opinion": N_("opinion from above"),
}

STYLES = {"complete": "green", "incomplete": "red", "undetermined": "yellow"}


def word(code: object) -> str:
    """The word for a state, verdict, outcome or kind; an unknown one stands as it is."""
    text = str(code) if code is not None else "—"
    return _(_WORDS.get(text, text))


def yes_no_unknown(value: bool | None) -> str:
    """A usable mark."""
    return _("?") if value is None else _("yes") if value else _("no")
