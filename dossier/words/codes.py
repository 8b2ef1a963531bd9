"""States, verdicts, kinds and events as words for people."""

from __future__ import annotations

from dossier.i18n import N_, _

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
    "warning": N_("warning"),
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
    "red": N_("overdue"),
    "yellow": N_("due soon"),
    "white": N_("owing"),
    "green": N_("done"),
}
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
    "bundle_withdrawn": N_("bundle taken back"),
    "edition_adopted": N_("edition adopted"),
    "claims_carried": N_("carried to another edition"),
    "ledger_repaired": N_("ledger repaired"),
}
_BASES = {
    "name": N_("a code in the file name"),
    "folder": N_("a code in a folder name"),
    "number": N_("a known document number"),
    "wording": N_("the words it uses"),
    "learned": N_("its likeness to placed records"),
    "together": N_("files that came with it"),
    "group": N_("files of one occasion, placed together"),
}


def word(code: object) -> str:
    """The word for a state, verdict, outcome, colour or kind; an unknown one stands as it is."""
    text = str(code) if code else "—"
    return _(_WORDS.get(text, text))


def event_word(kind: str) -> str:
    """What a ledger entry of this published type says happened."""
    return _(_EVENTS.get(kind, kind))


def basis_word(basis: str) -> str:
    """What a claim or a proposal rests on."""
    return _(_BASES.get(basis, basis))
