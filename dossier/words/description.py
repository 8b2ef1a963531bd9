"""What is known of a record's content, as labelled lines: the value and where it came from."""

from __future__ import annotations

from collections.abc import Iterator

from dossier.i18n import N_, _
from dossier.model.records import Description

_LABELS = {
    "doc_number": N_("document number"),
    "issuer": N_("issuing body"),
    "title": N_("heading"),
    "dates.issued": N_("date of the paper"),
    "details.genre": N_("genre"),
    "details.copy_number": N_("copy number"),
    "details.secrecy": N_("secrecy"),
    "details.urgency": N_("urgency"),
    "details.signer": N_("signed off by"),
    "details.recipients": N_("addressed to"),
    "details.attached": N_("attachments named"),
    "details.signed_by": N_("signature"),
    "details.remark": N_("remark"),
    "details.copied_to": N_("copied to"),
    "details.printed_by": N_("printed by"),
    "details.printed_on": N_("printed on"),
    "details.scope": N_("released to"),
    "dates.event": N_("day of the activity"),
    "dates.taken": N_("day it was taken"),
    "dates.covered": N_("period covered"),
    "details.published": N_("printed or broadcast on"),
    "details.caption": N_("caption"),
    "details.caption_from": N_("caption found in"),
    "details.caption_time": N_("when it was"),
    "details.caption_place": N_("where it was"),
    "details.caption_people": N_("people"),
    "details.caption_subject": N_("subject"),
    "details.caption_background": N_("background"),
    "details.caption_reason": N_("occasion"),
    "details.photographer": N_("photographer"),
    "details.DateTimeOriginal": N_("camera's clock"),
    "details.GPSLatitude": N_("latitude"),
    "details.GPSLongitude": N_("longitude"),
    "details.pictures": N_("pictures inside"),
    "details.picture_captions": N_("captions inside"),
    "details.width": N_("width in pixels"),
    "details.height": N_("height in pixels"),
    "details.duration": N_("length in seconds"),
    "details.seals": N_("electronic seals"),
    "details.signatures": N_("electronic signatures"),
    "details.red_seal": N_("red seals in the picture"),
    "details.language": N_("language"),
    "details.chars_han": N_("Chinese characters"),
    "details.phones": N_("telephone numbers"),
    "details.emails": N_("mail addresses"),
    "details.urls": N_("links"),
    "details.scanned_pages": N_("scanned pages"),
    "details.ocr_engine": N_("read by"),
    "details.ocr_pages": N_("pages read by OCR"),
    "details.ocr_confidence": N_("sureness of OCR"),
}
"""Our fields in the order they are shown; Chinese labels are those of GB/T 33480-2016."""
_ORIGINS = {
    "person": N_("a person"),
    "text": N_("its text"),
    "metadata": N_("the file's properties"),
    "name": N_("the file name"),
    "folder": N_("the folder"),
}


def described_lines(description: Description) -> Iterator[tuple[str, str, str]]:
    """Label, value and origin of each known field."""
    values = {**_fields(description), **_details(description)}
    for name, label in _LABELS.items():
        if value := values.get(name):
            said = " ".join(str(value).split())
            yield _(label), said, _(_ORIGINS[origin_of(description, name)])


def origin_of(description: Description, name: str) -> str:
    """Where a known field came from: details nobody noted otherwise are the file's own."""
    return description.origins.get(name, "metadata")


def _fields(description: Description) -> dict[str, str | None]:
    dates = description.dates
    return {
        "doc_number": description.doc_number,
        "issuer": description.issuer,
        "title": description.title,
        **{f"dates.{name}": getattr(dates, name) for name in ("issued", "event", "taken")},
        "dates.covered": dates.covered,
    }


def _details(description: Description) -> dict[str, str | int | float]:
    return {f"details.{name}": value for name, value in description.details.items()}
