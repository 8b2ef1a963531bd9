"""The query language.

Words side by side must all occur; ``OR``, ``或者`` or ``|`` offers a choice; ``NOT`` or a leading
``-`` excludes; brackets group; quotation marks keep words together; ``标题:``/``title:`` and
``文件名:``/``name:`` look in one field. Whatever cannot be understood is reported (S03).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from dossier.errors import UsageError
from dossier.i18n import N_
from dossier.search.analysis import normalise, required_pieces

Field = Literal["name", "title"]
LONGEST_QUERY = 1000
DEEPEST_NESTING = 40
_FIELDS: dict[str, Field] = {"标题": "title", "title": "title", "文件名": "name", "name": "name"}
_HINT = N_('Examples: 文明 城市 | 文明 -草案 | (文明 OR 卫生) 方案 | "exact words" | title:方案')
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<open>[(（])
      | (?P<close>[)）])
      | (?P<or>[|｜]+)
      | (?P<field>(?:标题|文件名|title|name)[:：])
      | (?P<quoted>["“”](?P<inside>[^"“”]*)["“”])
      | (?P<quote>["“”])
      | (?P<not>[-－](?=\S))
      | (?P<word>[^\s()（）|｜"“”]+)""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_WORD = re.compile(r"""(?P<word>[^\s()（）|｜"“”]+)""")
_WORDS_AS_OPERATORS = {"OR": "or", "或者": "or", "NOT": "not", "AND": "and"}


@dataclass(frozen=True, slots=True)
class Term:
    """A normalised string to be found in one field, or in any when ``field`` is None."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


Node = Term | And | Or | Not


def parse(query: str) -> Node:
    """The meaning of a query.

    Raises UsageError for anything that has none: nothing to look for, unbalanced quotation marks
    or brackets, an operator without its words, exclusions only.
    """
    if len(query) > LONGEST_QUERY:
        raise UsageError(
            N_("The query is longer than {limit} characters."), _HINT, limit=LONGEST_QUERY
        )
    node = _Parser(tuple(_tokens(query))).whole()
    if not _selects(node):
        raise UsageError(
            N_("The query only excludes; it needs at least one thing to look for."), _HINT
        )
    return node


def positive_terms(node: Node) -> tuple[Term, ...]:
    """The terms whose presence speaks for a record, in the order written, once each."""
    return tuple(dict.fromkeys(_positive(node)))


def _positive(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _positive(part)
        case Not():
            return


def _selects(node: Node) -> bool:
    """Whether a node can be answered without listing every record there is."""
    match node:
        case Term():
            return True
        case And(parts):
            return any(_selects(part) for part in parts)
        case Or(parts):
            return all(_selects(part) for part in parts)
        case Not():
            return False


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(query: str) -> Iterator[_Token]:
    position = 0
    glued = False
    while position < len(query):
        found = _TOKEN.match(query, position)
        assert found is not None
        if found.lastgroup == "field" and glued:
            found = _WORD.match(query, position) or found
        kind = found.lastgroup or "word"
        token = _token(kind, found)
        if token is not None:
            yield token
        glued = kind in {"word", "quoted"}
        position = found.end()


def _token(kind: str, found: re.Match[str]) -> _Token | None:
    text = found.group()
    if kind == "space":
        return None
    if kind == "quote":
        raise UsageError(N_("A quotation mark is not closed."), _HINT)
    if kind == "quoted":
        return _Token("term", found.group("inside"))
    if kind == "word":
        operator = _WORDS_AS_OPERATORS.get(text)
        return _Token(operator or "term", text)
    return _Token(kind, text)


class _Parser:
    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        if not self._tokens:
            raise UsageError(N_("The query is empty."), _HINT)
        node = self._choice()
        if self._kind() is not None:
            raise UsageError(N_("A closing bracket has no opening one."), _HINT)
        return node

    def _kind(self) -> str | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _choice(self) -> Node:
        parts = [self._sequence()]
        while self._kind() == "or":
            self._at += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _sequence(self) -> Node:
        parts = [self._single()]
        while self._kind() not in {None, "or", "close"}:
            if self._kind() == "and":
                self._at += 1
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _single(self) -> Node:
        kind = self._kind()
        if kind == "not":
            return self._negation()
        if kind == "open":
            return self._group()
        if kind == "field":
            return self._in_field()
        if kind == "term":
            return self._term(None)
        raise self._nothing_here()

    def _nothing_here(self) -> UsageError:
        before = self._tokens[self._at - 1].text if self._at else ""
        here = self._tokens[self._at].text if self._at < len(self._tokens) else ""
        if here and here in ")）" and not before:
            return UsageError(N_("A closing bracket has no opening one."), _HINT)
        return UsageError(
            N_("Something to look for is missing beside '{operator}'."),
            _HINT,
            operator=before or here,
        )

    def _negation(self) -> Node:
        self._at += 1
        part = self._nested(self._single)
        return part.part if isinstance(part, Not) else Not(part)

    def _group(self) -> Node:
        self._at += 1
        node = self._nested(self._choice)
        if self._kind() != "close":
            raise UsageError(N_("A bracket is not closed."), _HINT)
        self._at += 1
        return node

    def _nested(self, rule: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise UsageError(N_("The query is nested too deeply."), _HINT)
        node = rule()
        self._depth -= 1
        return node

    def _in_field(self) -> Node:
        name = self._tokens[self._at].text.rstrip(":：").lower()
        self._at += 1
        if self._kind() != "term":
            raise self._nothing_here()
        return self._term(_FIELDS[name])

    def _term(self, field: Field | None) -> Term:
        text = self._tokens[self._at].text
        self._at += 1
        normal = normalise(text)
        if not required_pieces(normal):
            raise UsageError(N_("'{text}' holds no letter or digit to look for."), _HINT, text=text)
        return Term(normal, field)
