"""From what a reader found to an extraction: text cleaned, garbage left out, a verdict."""

from __future__ import annotations

import re
from dataclasses import replace

from dossier.extract.outcome import Content, Reading
from dossier.model.extraction import Extraction
from dossier.model.findings import Finding, Severity
from dossier.rules.text_quality import has_han, is_garbled

_WORD = re.compile(r"[^\W_]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufad9]")
_HAN = re.compile("[\u3400-\u9fff]")
_STRANGE = re.compile("[\x00\ud800-\udfff\u2e80-\u2fd5\uf900-\ufad9\ufe10-\ufe19\ufe30-\ufe48]")
_LAID_DOWN = str.maketrans(
    "︐︑︒︓︔︕︖︗︘︙︱︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
    "，、。：；！？〖〗…—_（）｛｝〔〕【】《》〈〉「」『』",
)
_SPACES = " \u3000\u00a0"
_SPACED = re.compile(f"(?<=[\u3400-\u9fff])[{_SPACES}]{{1,4}}(?=[\u3400-\u9fff，。、；：）》”])")
_NAMED_PAGES = 20


def judged(bare: Extraction, content: Content, reading: Reading) -> Extraction:
    """The content as an extraction. Garbled text is never handed on, so nobody can search it."""
    text, capped = _capped(clean(content.text), reading.limits.chars)
    pages = tuple(clean(page) for page in content.page_texts)
    usable, reason = _usable(content, text, reading.name)
    if reason and reason[0].code == "E107":
        text, pages = "", ()
    elif content.pages and usable is not False:
        text, pages, marked = _without_garbled_pages(text, pages, reading.name)
        reason = (*reason, *marked)
    return replace(
        bare,
        text=text,
        page_texts=_capped_pages(pages, reading.limits.chars),
        pages=content.pages,
        metadata={k: clean(v) if isinstance(v, str) else v for k, v in content.metadata.items()},
        usable=usable,
        findings=(*content.findings, *capped, *reason),
    )


def clean(text: str) -> str:
    """Text that can be stored and searched: no zeros or lone surrogates, radicals as characters.

    Some PDF fonts map 文 to the Kangxi radical ⽂, which looks alike and is never searched for, and
    vertical lines have brackets of their own.
    """
    if _STRANGE.search(text):
        text = _UNWRITABLE.sub("", text).translate(_LAID_DOWN)
        text = _RADICAL.sub(_plain_character, text)
    spaced = any(map(text.__contains__, _SPACES)) and _SPACED.search(text)
    return _closed_up(text) if spaced else text


def _closed_up(text: str) -> str:
    """Lines whose Han characters mostly stand apart, as OCR and wide headings leave them, closed up
    (F02); a few spaces, as between the columns of a table, stay.
    """
    return "\n".join(map(_closed_line, text.split("\n")))


def _closed_line(line: str) -> str:
    spaced = len(_SPACED.findall(line))
    if not spaced or 2 * spaced < len(_HAN.findall(line)) - 1:
        return line
    return _SPACED.sub("", line)


def _plain_character(match: re.Match[str]) -> str:
    import unicodedata  # noqa: PLC0415 - rarely needed

    return unicodedata.normalize("NFKC", match.group())


def _usable(content: Content, text: str, name: str) -> tuple[bool | None, tuple[Finding, ...]]:
    if content.usable is not None:
        return content.usable, ()
    if any(finding.severity is Severity.UNDETERMINED for finding in content.findings):
        return None, ()
    if not _WORD.search(text):
        found = Finding("U101" if content.visual else "E113")
        return (None if content.visual else False), (found,)
    if is_garbled(text, expects_chinese=has_han(name)):
        return False, (Finding("E107"),)
    return True, ()


def _without_garbled_pages(
    text: str, pages: tuple[str, ...], name: str
) -> tuple[str, tuple[str, ...], tuple[Finding, ...]]:
    """Single garbled pages (the attendance list in its own font) are left out and named (W107)."""
    chinese = has_han(name)
    bad = {n for n, page in enumerate(pages, 1) if is_garbled(page, expects_chinese=chinese)}
    if not bad:
        return text, pages, ()
    rest = text[len("\n".join(pages)) :]
    kept = tuple("" if n in bad else page for n, page in enumerate(pages, 1))
    named = "、".join(str(n) for n in sorted(bad)[:_NAMED_PAGES])
    return "\n".join(kept) + rest, kept, (Finding("W107", "", {"pages": named}),)


def _capped(text: str, limit: int) -> tuple[str, tuple[Finding, ...]]:
    if len(text) <= limit:
        return text, ()
    return text[:limit], (Finding("W105", "", {"limit": limit}),)


def _capped_pages(pages: tuple[str, ...], limit: int) -> tuple[str, ...]:
    kept = []
    for page in pages:
        kept.append(page[: max(0, limit)])
        limit -= len(page)
    return tuple(kept)
