"""A team's own Word documents as templates: what is dangerous is refused, the rest filled in.

Placeholders are ``{{name}}``, wherever words may stand: paragraphs, tables, text boxes, headers and
footers. Nothing in a template is run or fetched; names are looked up, never evaluated.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn

from dossier.i18n import N_
from dossier.model.findings import Finding
from dossier.report.form_values import plain

_PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
_ROW = "row."
_MOST_BYTES, _MOST_PARTS, _MOST_ROWS = 64 * 2**20, 3000, 20_000
_ACTIVE = ("vbaproject.bin", "vbadata.xml")
_FOREIGN = ("word/embeddings/", "word/activex/", "word/afchunk")
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)|w:instr\s*=\s*\"([^\"]*)")
_FETCHING = re.compile(rb"\b(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b")
_NO_WORD = (
    *(PackageNotFoundError, zipfile.BadZipFile, zlib.error, EOFError, OSError),
    NotImplementedError,
    *(KeyError, ValueError, SyntaxError, AttributeError, IndexError, TypeError, RuntimeError),
)
"""What a file that is no Word document makes python-docx and lxml raise."""


def template_problems(
    data: bytes, path: str, fields: Collection[str], row_fields: Collection[str] = ()
) -> tuple[Finding, ...]:
    """Why a template cannot be used, one finding for each cause (E817, E818); none for a sound one.

    ``row_fields`` may stand in the row of a table only, which is repeated.
    """
    try:
        refused = next(_dangers(data), "")
        document = None if refused else docx.Document(io.BytesIO(data))
        unknown = list(_unknown(document, fields, row_fields)) if document else []
    except _NO_WORD:
        refused, unknown = N_("it is no Word document (DOCX)"), []
    if refused:
        return (Finding("E818", path, {"path": path, "detail": refused}),)
    known = " ".join("{{" + name + "}}" for name in sorted({*fields, *row_fields}))
    return tuple(
        Finding("E817", path, {"path": path, "placeholder": name, "known": known})
        for name in dict.fromkeys(unknown)
    )


def fill_template(
    data: bytes, values: Mapping[str, str], rows: Sequence[Mapping[str, str]] = ()
) -> Any:
    """A sound template filled in: a table row with ``{{row.…}}`` once for each of ``rows``.

    A template that does not say ``{{mark}}`` gets it, where there is one, as its first line: no
    paper of a partial bundle may look whole.
    """
    document = docx.Document(io.BytesIO(data))
    said = {name for part in _parts(document) for name in _names(part)}
    for part in _parts(document):
        done = set(_repeat_rows(part, values, rows))
        for paragraph in part.iter(qn("w:p")):
            if paragraph not in done:
                _replace(paragraph, values)
    if values.get("mark") and "mark" not in said:
        first = document.element.body
        line = document.add_paragraph(values["mark"])._p
        first.remove(line)
        first.insert(0, line)
    return document


def _dangers(data: bytes) -> Iterator[str]:
    """Why a template should not even be opened, as message ids."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
            yield N_("it is too large when unpacked")
            return
        names = [part.filename.lower() for part in parts]
        if any(name.endswith(_ACTIVE) for name in names):
            yield N_("it contains macros; save it without them")
        if any(name.startswith(_FOREIGN) for name in names):
            yield N_("it contains embedded files; take them out")
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                yield from _dangers_in(package.read(part))


def _dangers_in(xml: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        yield N_("it is no Word document (DOCX)")
    if any(b"/hyperlink" not in found for found in _OUTSIDE.findall(xml)):
        yield N_("it fetches something from outside; take linked pictures and templates out")
    fields = b"".join(one or other for one, other in _FIELD.findall(xml))
    if _FETCHING.search(fields) or b"<w:altChunk" in xml:
        yield N_("it contains a field that reads other files; take it out")


def _unknown(document: Any, fields: Collection[str], row_fields: Collection[str]) -> Iterator[str]:
    for part in _parts(document):
        for paragraph in part.iter(qn("w:p")):
            in_row = next(paragraph.iterancestors(qn("w:tr")), None) is not None
            text = "".join(node.text or "" for node in _texts(paragraph))
            for name in _PLACEHOLDER.findall(text):
                if not (name in fields or (in_row and name in row_fields)):
                    yield "{{" + name[:60] + "}}"
            rest = _PLACEHOLDER.sub("", text)
            if "{{" in rest or "}}" in rest:
                yield rest[max(0, rest.find("{{")) :][:60]


def _parts(document: Any) -> Iterator[Any]:
    """Everything words stand in: the body, then each header and footer once."""
    yield document.element.body
    seen = set()
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")) and relation.rId not in seen:
            seen.add(relation.rId)
            yield relation.target_part.element


def _names(part: Any) -> Iterator[str]:
    for paragraph in part.iter(qn("w:p")):
        text = "".join(node.text or "" for node in _texts(paragraph))
        yield from _PLACEHOLDER.findall(text)


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of a paragraph's own text; a text box in it has paragraphs itself."""
    pieces = paragraph.iter(qn("w:t"))
    return [node for node in pieces if next(node.iterancestors(qn("w:p"))) is paragraph]


def _repeat_rows(
    part: Any, values: Mapping[str, str], rows: Sequence[Mapping[str, str]]
) -> Iterator[Any]:
    """Repeat what is to be repeated; the paragraphs that are filled in, not to be filled again."""
    for row in list(part.iter(qn("w:tr"))):
        inner = next(row.iterdescendants(qn("w:tr")), None)
        if inner is None and any(name.startswith(_ROW) for name in _names(row)):
            for more in rows[:_MOST_ROWS]:
                again = copy.deepcopy(row)
                row.addprevious(again)
                for paragraph in again.iter(qn("w:p")):
                    _replace(paragraph, {**values, **more})
                    yield paragraph
            row.getparent().remove(row)


def _replace(paragraph: Any, values: Mapping[str, str]) -> None:
    """Put values in; each keeps the look of its placeholder's first letter, though it be torn."""
    nodes = _texts(paragraph)
    whole = "".join(node.text or "" for node in nodes)
    for match in reversed(list(_PLACEHOLDER.finditer(whole))):
        if match[1] in values:
            _splice(nodes, match.span(), plain(values[match[1]]))


def _splice(nodes: list[Any], span: tuple[int, int], value: str) -> None:
    """Put a value in the place of the characters from ``span[0]`` to before ``span[1]``."""
    at = 0
    for node in nodes:
        text = node.text or ""
        start, end = span[0] - at, span[1] - at
        at += len(text)
        if end <= 0 or start >= len(text):
            continue
        before, after = text[: max(start, 0)], text[max(end, 0) :]
        node.text = f"{before}{value if start >= 0 else ''}{after}"
        node.set(qn("xml:space"), "preserve")
