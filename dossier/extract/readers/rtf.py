"""RTF: the visible text, each run in the character set of its font (RTF 1.9.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.readers.plain import bounded

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_SKIPPED = frozenset(
    b"colortbl stylesheet pict object themedata colorschememapping datastore listtable"
    b" listoverridetable rsidtbl generator xmlnstbl latentstyles fldinst filetbl revtbl"
    b" panose falt bkmkstart bkmkend private mmathPr wgrffmtfilter passwordhash objdata".split()
)
_BREAKS = frozenset({b"par", b"line", b"row", b"page", b"sect", b"column"})
_CHARACTERS = {
    b"tab": "\t", b"cell": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": "\u2003",
}  # fmt: skip
_CODE_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8"}
_CHARSETS = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 204: "cp1251", 161: "cp1253"}
_FACTS = {b"title": "title", b"author": "author", b"subject": "subject", b"company": "company"}
_MAX_DEPTH = 2000


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces."""

    encoding: str
    fallback: int = 1
    hidden: bool = False
    fact: str = ""
    table: bool = False


@dataclass(slots=True)
class _Document:
    """The text so far, and bytes that wait for their neighbours to become characters."""

    default: str
    group: _Group
    stack: list[_Group] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    facts: dict[str, str] = field(default_factory=dict)
    ignore: int = 0

    def flush(self) -> None:
        """Decode what waits; a character may be spread over several tokens."""
        if self.pending:
            self.put(_decoded(bytes(self.pending), self.group.encoding))
            self.pending.clear()

    def put(self, text: str) -> None:
        """Text to where it belongs: the document, a fact, or nowhere."""
        if self.group.fact:
            self.facts[self.group.fact] = self.facts.get(self.group.fact, "") + text
        elif not self.group.hidden:
            self.out.append(text)


def read(path: Path, reading: Reading) -> Content:
    """The visible text of an RTF file, headers, footers, notes and comments where they stand."""
    data = bounded(path, reading)
    if not data.rstrip(b"\x00\r\n\t ").endswith(b"}"):
        raise Unreadable("E105")
    document = _parsed(data)
    facts = {name: " ".join(text.split())[:1000] for name, text in document.facts.items()}
    return Content(
        text=_tidy("".join(document.out)),
        metadata={name: text for name, text in facts.items() if text},
        visual=b"\\pict" in data or b"\\object" in data,
    )


def text_of(data: bytes) -> str:
    """The visible text of RTF in memory."""
    return _tidy("".join(_parsed(data).out))


def _tidy(text: str) -> str:
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def _parsed(data: bytes) -> _Document:
    declared = re.search(rb"\\ansicpg(\d{1,5})", data[:4000])
    page = int(declared.group(1)) if declared else 1252
    default = _CODE_PAGES.get(page, f"cp{page}")
    document = _Document(default, _Group(default))
    position = 0
    while match := _TOKEN.match(data, position):
        position = match.end()
        if match.group(2) == b"bin":
            document.flush()
            position += max(0, int(match.group(3) or 0))
            continue
        _token(document, match)
    document.flush()
    return document


def _token(document: _Document, match: re.Match[bytes]) -> None:
    code, word, number, symbol, brace, run = match.groups()
    if document.ignore and (code or run or symbol):
        run = _fallback(document, code, run)
        if run is None:
            return
    if code is not None and run is None:
        document.pending.append(int(code, 16))
    elif run is not None:
        document.pending += run
    elif brace:
        _brace(document, brace)
    elif word:
        _word(document, word, int(number) if number else None)
    elif symbol:
        _symbol(document, symbol)


def _fallback(document: _Document, code: bytes | None, run: bytes | None) -> bytes | None:
    """Pass over the characters that stand in for a Unicode one; what is left of a run, if any."""
    if run is None or code is not None:
        document.ignore -= 1
        return None
    skipped = min(document.ignore, len(run))
    document.ignore -= skipped
    return run[skipped:] or None


def _brace(document: _Document, brace: bytes) -> None:
    document.flush()
    document.ignore = 0
    if brace == b"{":
        if len(document.stack) >= _MAX_DEPTH:
            raise Unreadable("E103", "nesting")
        group = document.group
        document.stack.append(group)
        document.group = _Group(
            group.encoding, group.fallback, group.hidden, group.fact, group.table
        )
    elif document.stack:
        document.group = document.stack.pop()


def _word(document: _Document, word: bytes, number: int | None) -> None:
    group = document.group
    if word == b"u" and number is not None:
        document.flush()
        document.put(_unicode(number))
        document.ignore = group.fallback
        return
    if word in _BREAKS or word in _CHARACTERS:
        document.flush()
        document.put(_CHARACTERS.get(word, "\n"))
    elif word in _SKIPPED:
        group.hidden = True
    elif word in _FACTS:
        group.fact = _FACTS[word]
    elif word in (b"fonttbl", b"info"):
        group.hidden, group.table = True, word == b"fonttbl"
    else:
        _setting(document, word, number or 0)


def _setting(document: _Document, word: bytes, number: int) -> None:
    group = document.group
    if word == b"f":
        document.flush()
        document.font = number
        if not group.table:
            group.encoding = document.fonts.get(number, document.default)
    elif word == b"fcharset" and group.table:
        document.fonts[document.font] = _CHARSETS.get(number, document.default)
    elif word == b"uc":
        group.fallback = max(0, min(number, 8))


def _symbol(document: _Document, symbol: bytes) -> None:
    if symbol == b"*":
        document.group.hidden = True
    elif symbol in b"\\{}":
        document.pending += symbol
    elif symbol == b"~":
        document.flush()
        document.put("\u00a0")
    elif symbol in b"\r\n":
        document.flush()
        document.put("\n")


def _unicode(number: int) -> str:
    """One UTF-16 unit; halves of a character are joined when the text is whole."""
    return chr(number % 65536)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("cp1252", "replace")
