"""A record's history in sentences: one for each ledger entry, in the language in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dossier.i18n import N_, _, render
from dossier.model.findings import Finding
from dossier.rules.finding_table import TABLE, sentence
from dossier.words.records import reason_said

Body = Mapping[str, Any]
"""An entry as the ledger writes it: ``at``, ``by``, ``event``, ``seq``, ``type``."""

STATE_SENTENCES = {
    "unplaced": N_("put back among the unplaced"),
    "placed": N_("placed"),
    "accepted": N_("accepted as evidence"),
    "returned": N_("sent back to the unit"),
    "superseded": N_("taken out of the count: another record took its place"),
    "withdrawn": N_("withdrawn"),
}
_FIELDS = {
    "unit": N_("unit"),
    "kind": N_("kind"),
    "title": N_("title"),
    "issuer": N_("issuer"),
    "doc_number": N_("document number"),
    "name": N_("name"),
    "dates.issued": N_("date of issue"),
    "dates.event": N_("date of the event"),
    "dates.taken": N_("date taken"),
    "dates.covered": N_("period covered"),
}
_PEOPLE = {
    "rule:intake": N_("the program, on reception"),
    "rule:describe": N_("the program, on reading"),
}


def history_line(entry: Body) -> str:
    """When, what and who."""
    return f"{entry['at'][:16].replace('T', ' ')}  {what_happened(entry)}  ({who(entry['by'])})"


def who(by: str) -> str:
    """An actor in words: a person's name, or which part of the program."""
    if by in _PEOPLE:
        return _(_PEOPLE[by])
    kind, _colon, name = by.partition(":")
    return name if kind == "person" else _("the program")


def what_happened(entry: Body) -> str:
    """One sentence about one entry; an event unknown here is shown by its name."""
    say = _SENTENCES.get(entry["type"])
    return say(entry.get("event", {})) if say else str(entry["type"])


def _source(event: Body) -> str:
    source = event.get("source", {})
    return "!".join((source.get("path", "?"), *source.get("chain", ())))


def _accessioned(event: Body) -> str:
    values = {"path": _source(event), "revision": event["revision"]}
    if event["revision"] > 1:
        return render(N_("new bytes came at {path}: revision {revision}"), values)
    if replaced := event.get("supersedes"):
        template = N_("received from {path} in place of {replaced}, which was sent back")
        return render(template, {**values, "replaced": replaced})
    return render(N_("received from {path}"), values)


def _duplicate(event: Body) -> str:
    unit = event.get("unit")
    values = {"path": _source(event), "unit": unit}
    if unit:
        return render(N_("the same bytes came again from {unit}: {path}"), values)
    return render(N_("the same bytes came again: {path}"), values)


def _opened(event: Body) -> str:
    count = sum(event.get("outcomes", {}).values())
    return render(N_("opened as a container with {count} members"), {"count": count})


def _described(event: Body) -> str:
    description = event.get("description", {})
    found = [
        Finding(item["code"], item.get("subject", ""), item.get("parameters", {}))
        for item in description.get("findings", ())
    ]
    said = "; ".join(f"{item.code} {sentence(item)}" for item in found if item.code in TABLE)
    read = render(N_("read as {format}"), {"format": description.get("format", "?")})
    return f"{read}: {said}" if said else read


def _claimed(event: Body) -> str:
    claim = event["claim"]
    values = {"code": claim["requirement"], "reason": reason_said(claim.get("reason", ""))}
    if values["reason"]:
        return render(N_("claimed for {code} because of «{reason}»"), values)
    return render(N_("claimed for {code}"), values)


def _unclaimed(event: Body) -> str:
    return render(N_("no longer claimed for {code}"), {"code": event["requirement"]})


def _set(event: Body) -> str:
    parts = [
        f"{_(_FIELDS.get(name, name))} = {'—' if value is None else value}"
        for name, value in event["fields"].items()
    ]
    return render(N_("set by hand: {fields}"), {"fields": ", ".join(parts)})


def _state(event: Body) -> str:
    said = _(STATE_SENTENCES.get(str(event["state"]), str(event["state"])))
    if due := event.get("due"):
        said += " " + render(N_("until {day}"), {"day": due})
    return f"{said}: {event['reason']}" if event.get("reason") else said


def _suggestion(event: Body) -> str:
    return render(N_("does not serve {code}, a person said"), {"code": event["requirement"]})


def _carried(event: Body) -> str:
    before, after = (
        "、".join(dict.fromkeys(claim["requirement"] for claim in event[name])) or "—"
        for name in ("before", "claims")
    )
    values = {"before": before, "after": after}
    return render(N_("carried to another edition: {before} → {after}"), values)


_SENTENCES: Mapping[str, Callable[[Body], str]] = {
    "accessioned": _accessioned,
    "duplicate_received": _duplicate,
    "container_opened": _opened,
    "described": _described,
    "claimed": _claimed,
    "claim_withdrawn": _unclaimed,
    "claims_carried": _carried,
    "fields_set": _set,
    "state_changed": _state,
    "suggestion_refused": _suggestion,
}
