"""``index.html``: the bundle ask by ask in one self-contained page that needs no network.

Names are hostile: every value is escaped, links are percent-encoded, and the page's own policy
lets nothing run but the one filter script whose digest it states.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from urllib.parse import quote

from dossier.i18n import N_
from dossier.model.bundles import Omission
from dossier.report.contents import (
    VERDICTS,
    Contents,
    Row,
    Section,
    facts,
    partial_words,
    printable,
)

_SCRIPT = """
const box = document.getElementById("filter");
const holds = (part, wanted) => part.textContent.toLowerCase().includes(wanted);
box.addEventListener("input", () => {
  const wanted = box.value.trim().toLowerCase();
  for (const part of document.querySelectorAll("section")) {
    const whole = holds(part.querySelector("h2"), wanted);
    for (const row of part.querySelectorAll("tr.file")) {
      row.hidden = !whole && !holds(row, wanted);
    }
    part.hidden = !whole && !holds(part, wanted);
  }
});
"""
_STYLE = """
body { font: 16px/1.6 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 2rem auto;
  max-width: 64rem; padding: 0 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { background: #f3f3f3; white-space: nowrap; }
.facts th { width: 9rem; }
.files td { white-space: nowrap; } .files td:nth-child(2) { white-space: normal; width: 60%; }
.files td:nth-child(3) { white-space: normal; min-width: 4rem; }
.asks ul { columns: 2; list-style: none; padding: 0; } .asks li { break-inside: avoid; }
summary { font-weight: bold; cursor: pointer; }
section { border-top: 2px solid #ddd; margin-top: 1.5rem; }
.complete { color: #1a7f37; } .incomplete { color: #b42318; } .undetermined { color: #9a6700; }
.partial { color: #b42318; font-size: 1.4rem; font-weight: bold; }
img { float: left; max-height: 6rem; max-width: 8rem; margin-right: .6rem; }
.omissions { background: #fff6e5; padding: .5rem 2rem; }
input { font: inherit; width: 100%; padding: .4rem; box-sizing: border-box; }
@media print { input { display: none; } }
"""


def index_html(contents: Contents, thumbnails: Mapping[str, Path]) -> Iterator[bytes]:
    """The page part by part; ``thumbnails`` are small JPEGs by the digest of what they show."""
    say = contents.translator
    title = _text(f"{contents.edition.title} · {contents.plan.as_of}")
    yield from _lines(
        "<!DOCTYPE html>",
        f'<html lang="{"zh-CN" if say.language == "zh" else "en"}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        _partial(contents),
        _facts(contents),
        _omissions(contents, contents.loose),
        _overview(contents),
        _filter(contents),
    )
    for number, section in enumerate(contents.sections, 1):
        yield from _encoded(_section(contents, section, number, thumbnails))
    yield from _lines(f"<script>{_SCRIPT}</script></body></html>")


def _lines(*parts: str) -> Iterator[bytes]:
    return _encoded(parts)


def _encoded(parts: Iterable[str]) -> Iterator[bytes]:
    return (f"{part}\n".encode() for part in parts if part)


def _partial(contents: Contents) -> str:
    text = _text(partial_words(contents))
    return f'<p class="partial">{text}</p>' if text else ""


def _filter(contents: Contents) -> str:
    label = _text(contents.translator(N_("type to filter")))
    return f'<p><input id="filter" type="search" aria-label="{label}" placeholder="{label}"></p>'


def _overview(contents: Contents) -> str:
    """Every ask on a line that leads to it, with its verdict and how many files it has."""
    lines = "".join(
        f'<li><a href="#a{number}">{_text(item.coverage.code)} {_text(item.coverage.title)}</a>'
        f" {_state(contents, item)} {len(item.files)}</li>"
        for number, item in enumerate(contents.sections, 1)
    )
    label = _text(contents.translator(N_("Requirements")))
    return f'<details open class="asks"><summary>{label}</summary><ul>{lines}</ul></details>'


def _state(contents: Contents, section: Section) -> str:
    say, item = contents.translator, section.coverage
    state = say(N_("waived")) if item.waived else say(VERDICTS[item.verdict])
    return f'<span class="{item.verdict.value}">{_text(state)}</span>'


def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    own = f"script-src 'sha256-{digest}'; img-src data:"
    return f"default-src 'none'; style-src 'unsafe-inline'; {own}"


def _facts(contents: Contents) -> str:
    verdict = contents.translator(VERDICTS[contents.assessment.verdict])
    look = f' class="{contents.assessment.verdict.value}"'
    rows = "".join(
        f"<tr><th>{_text(label)}</th><td{look if value == verdict else ''}>{_text(value)}</td></tr>"
        for label, value in facts(contents)
    )
    return f'<table class="facts">{rows}</table>'


def _section(
    contents: Contents, section: Section, number: int, thumbnails: Mapping[str, Path]
) -> Iterator[str]:
    item = section.coverage
    yield f'<section id="a{number}"><h2>{_text(item.code)} {_text(item.title)}</h2>'
    yield f"<p>{_state(contents, section)} {_text('、'.join(item.lead))}</p>"
    yield _papers(section)
    yield _omissions(contents, section.omissions)
    if section.files:
        yield _head(contents)
        yield from (_line(contents, row, thumbnails) for row in contents.rows_of(section))
        yield "</table>"
    yield "</section>"


def _papers(section: Section) -> str:
    links = (
        f'<a href="{_text(quote("data/" + item.path))}">{_text(item.path.rpartition("/")[2])}</a>'
        for item in section.papers
    )
    text = " · ".join(links)
    return f"<p>{text}</p>" if text else ""


def _omissions(contents: Contents, omissions: Iterable[Omission]) -> str:
    lines = "".join(
        f"<li>{_text(contents.subject(item))} {_text(item.reason)}</li>" for item in omissions
    )
    heading = _text(contents.translator(N_("Omissions")))
    return f'<div class="omissions"><h3>{heading}</h3><ul>{lines}</ul></div>' if lines else ""


def _head(contents: Contents) -> str:
    say = contents.translator
    labels = (N_("Kind"), N_("File"), N_("Unit"), N_("Document number"), N_("Date"), N_("Pages"))
    heads = "".join(f"<th>{_text(say(label))}</th>" for label in labels)
    return f'<table class="files"><tr>{heads}</tr>'


def _line(contents: Contents, row: Row, thumbnails: Mapping[str, Path]) -> str:
    known = row.record.description
    link = f'<a href="{_text(quote(row.path))}">{_text(row.title)}</a>'
    words = (row.form, contents.translator(row.note) if row.note else "")
    note = f" <small>{_text(' '.join(filter(None, words)))}</small>"
    caption = f"<br>{_text(row.remark)}" if row.remark else ""
    date = known.dates.issued or known.dates.event or known.dates.taken
    rest = (row.unit, known.doc_number, date, row.pages)
    cells = "".join(f"<td>{_text(value)}</td>" for value in rest)
    shown = f"{_picture(row, thumbnails)}{link}{note}{caption}"
    return f'<tr class="file"><td>{_text(row.kind_name)}</td><td>{shown}</td>{cells}</tr>'


def _picture(row: Row, thumbnails: Mapping[str, Path]) -> str:
    """A thumbnail inside the page itself, so that it shows wherever the page is opened."""
    path = thumbnails.get(row.file.fixity.digest)
    if path is None:
        return ""
    data = base64.b64encode(path.read_bytes()).decode()
    picture = f'<img alt="" loading="lazy" src="data:image/jpeg;base64,{data}">'
    return f'<a href="{_text(quote(row.path))}">{picture}</a>'


def _text(value: object) -> str:
    return escape(printable(value))
