"""What OCR read of single pages, put into the place of what the file itself did not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dossier.extract.judging import clean
from dossier.extract.page_numbers import parsed, shown
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding
from dossier.model.records import Description
from dossier.rules.text_quality import has_han, is_garbled

SURE = 0.6
"""Mean surety below which nobody should rely on a page's text."""
PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "webp", "heic", "avif"})
_ANSWERED = frozenset({"U101", "U104", "W107", "W110", "W111", "W112", "E107"})


def wanted_pages(description: Description) -> tuple[int, ...]:
    """Pages (from 0) whose text only OCR can give; none where it has been asked already, all of
    them again where a page could not be read.
    """
    details = description.details
    if "ocr_engine" in details:
        return _numbers(details, "ocr_pages", "ocr_unread") if "ocr_unread" in details else ()
    if description.format in PICTURES:
        return tuple(range(description.pages or 1)) if "paper" in details else ()
    if description.format not in ("pdf", "ofd"):
        return ()
    if _garbled(description) and description.format == "pdf":
        return tuple(range(description.pages or 0))
    if description.usable is False:
        return ()
    numbers = set(parsed(str(details.get("scanned_pages", ""))))
    for finding in description.findings:
        if finding.code == "W107":
            numbers |= set(parsed(str(finding.parameters.get("pages", ""))))
    return tuple(sorted(number - 1 for number in numbers))


def _numbers(details: Mapping[str, object], *names: str) -> tuple[int, ...]:
    numbers = {n for name in names for n in parsed(str(details.get(name, "")))}
    return tuple(sorted(number - 1 for number in numbers))


def _garbled(description: Description) -> bool:
    return any(finding.code == "E107" for finding in description.findings)


def combined(
    known: Extraction, read: Mapping[int, Extraction], *, engine: str, name: str
) -> Extraction:
    """What the file said together with what OCR read of its pages (from 0).

    ``known`` has the description's findings; those OCR has answered are dropped, W112 says how sure
    it is, U101 stays where it found nothing to rely on.
    """
    unread = [page + 1 for page, found in read.items() if found.findings]
    read = {page: found for page, found in read.items() if not found.findings}
    texts = list(known.page_texts) + [""] * ((known.pages or 1) - len(known.page_texts))
    for page, found in read.items():
        if page < len(texts):
            texts[page] = clean(found.text)
    confidence = _confidence(read)
    text = "\n".join(texts)
    findings = tuple(item for item in known.findings if item.code not in _ANSWERED)
    metadata = {
        **{key: value for key, value in known.metadata.items() if key != "ocr_unread"},
        **({"ocr_unread": shown(unread)} if unread else {}),
        "ocr_engine": engine,
        "ocr_confidence": confidence,
        "ocr_pages": shown(page + 1 for page in read),
        **_seal(known, read),
    }
    usable, judged = _judged(known, read, text, confidence, name)
    return replace(
        known,
        text=text,
        page_texts=tuple(texts),
        metadata=metadata,
        usable=usable,
        findings=(*findings, *judged),
    )


def _confidence(read: Mapping[int, Extraction]) -> float:
    """Mean surety over all letters read."""
    letters = sum(len(found.text) for found in read.values())
    weighted = sum(_surety(found) * len(found.text) for found in read.values())
    return round(weighted / letters, 3) if letters else 0.0


def _surety(found: Extraction) -> float:
    return float(found.metadata.get("confidence", 0.0))


def _seal(known: Extraction, read: Mapping[int, Extraction]) -> dict[str, int]:
    sealed = any(found.metadata.get("red_seal") for found in read.values())
    return {"red_seal": 1} if sealed or known.metadata.get("red_seal") else {}


def _judged(
    known: Extraction, read: Mapping[int, Extraction], text: str, confidence: float, name: str
) -> tuple[bool | None, tuple[Finding, ...]]:
    picture = known.format in PICTURES
    if not any(found.text for found in read.values()):
        return (known.usable, ()) if picture else _nothing_new(known, text)
    said = Finding("W112", "", {"confidence": round(100 * confidence)})
    if confidence < SURE or is_garbled(text, expects_chinese=has_han(name)):
        return (known.usable if picture else None), (said, Finding("U101"))
    unsure = _unreadable_seal_page(read)
    if unsure is not None:
        return None, (said, Finding("U104", "", {"page": unsure + 1}))
    return (known.usable if known.usable is False and picture else True), (said,)


def _nothing_new(known: Extraction, text: str) -> tuple[bool | None, tuple[Finding, ...]]:
    """OCR found nothing: the pages stay what they were, pictures without text."""
    if text.strip():
        return known.usable, tuple(f for f in known.findings if f.code == "W110")
    return None, (Finding("U101"),)


def _unreadable_seal_page(read: Mapping[int, Extraction]) -> int | None:
    unsure = (
        page
        for page, found in read.items()
        if found.metadata.get("red_seal") and found.text and _surety(found) < SURE
    )
    return next(unsure, None)
