"""A small, strict YAML: plain values, and where each one stands in its file.

Read from parser events, so that anchors, aliases, tags, merge keys, doubled keys, further
documents, great depth and great size are found before anything is built. Scalars follow the
YAML 1.2 core schema: ``yes``, ``on`` and dates are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

import yaml

from dossier.errors import SchemaError
from dossier.i18n import N_
from dossier.model.findings import Finding

Path: TypeAlias = tuple[str | int, ...]
Mark: TypeAlias = tuple[int, int]

MAX_BYTES = 2_000_000
MAX_DEPTH = 12

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)  # only its parser is used, never a constructor
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file's values; ``marks`` maps a path of keys and positions to (line, column), from 1."""

    name: str
    value: Any
    marks: Mapping[Path, Mark]
    digest: str

    def problem(self, code: str, path: Path, /, **parameters: str | float) -> Finding:
        """A finding that points at the value with this path, or at the nearest one around it."""
        at = path
        while at and at not in self.marks:
            at = at[:-1]
        line, column = self.marks.get(at, (1, 1))
        return _finding(code, self.name, (line, column), key=dotted(path), **parameters)


def dotted(path: Path) -> str:
    """A path as people write it: ``units[3].name``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".") or "."


def line_of(problem: Finding) -> tuple[int, int, str]:
    """Sort key of problems: line, column, code."""
    where = problem.parameters
    return int(where.get("line", 0)), int(where.get("column", 0)), problem.code


def raise_problems(name: str, problems: list[Finding]) -> None:
    """Raise SchemaError with every problem, in the order of the lines; quiet without any."""
    if problems:
        raise SchemaError(
            N_("{name} does not hold: {count} problem(s)"),
            N_("correct the lines named, then run: dossier edition validate"),
            (*sorted(problems, key=line_of),),
            name=name,
            count=len(problems),
        )


def read_yaml(content: str | bytes, name: str) -> Source:
    """The values of one YAML file.

    Raises SchemaError with E501, E509, E510 and E515 to E518.
    """
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    if len(raw) > MAX_BYTES:
        detail = f"{len(raw)} > {MAX_BYTES} bytes"
        raise_problems(name, [_finding("E510", name, (1, 1), key=".", detail=detail)])
    builder = _Builder(name)
    try:
        text = raw.decode("utf-8-sig")
        builder.read(text)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        builder.problem("E501", (line, 1), detail="not UTF-8")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        builder.problem("E501", _mark(mark) if mark else (1, 1), detail=str(detail))
    raise_problems(name, builder.problems)
    return Source(name, builder.value, builder.marks, f"sha256:{sha256(raw).hexdigest()}")


class _TooDeep(yaml.YAMLError):
    """Stops the parser; the problem has been noted."""


class _Builder:
    """Builds values from events and notes what is not accepted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.value: Any = None
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Finding] = []

    def problem(self, code: str, mark: Mark, /, **parameters: str | float) -> None:
        self.problems.append(_finding(code, self.name, mark, **{"key": ".", **parameters}))

    def read(self, text: str) -> None:
        documents = 0
        events = yaml.parse(text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problem("E515", _mark(event.start_mark))
                    return
                first = next(events)
                self.marks[()] = _mark(first.start_mark)
                try:
                    self.value = self._node(first, events, ())
                except _TooDeep:
                    return

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._refuse(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.AliasEvent):
            return None
        if len(path) >= MAX_DEPTH:
            self.problem("E518", _mark(event.start_mark), key=dotted(path), limit=MAX_DEPTH)
            raise _TooDeep
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._mapping(events, path)

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = (*path, len(items))
            self.marks[here] = _mark(event.start_mark)
            items.append(self._node(event, events, here))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, path)
            here = (*path, key)
            if key in values:
                self.problem("E517", _mark(event.start_mark), key=dotted(here))
            self.marks.setdefault(here, _mark(event.start_mark))
            values[key] = self._node(next(events), events, here)
        return values

    def _key(self, event: Any, events: Iterator[Any], path: Path) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse(event, path)
            if event.value == "<<" and not event.style:
                self.problem("E516", _mark(event.start_mark), key=dotted((*path, "<<")))
            return str(event.value)
        self._node(event, events, path)
        mark = _mark(event.start_mark)
        if not isinstance(event, yaml.AliasEvent):
            self.problem("E501", mark, key=dotted(path), detail="a key must be text")
        return f"?{mark[0]}"

    def _refuse(self, event: Any, path: Path) -> None:
        mark = _mark(event.start_mark)
        if getattr(event, "anchor", None):
            self.problem("E509", mark, key=dotted(path))
        if getattr(event, "tag", None):
            self.problem("E516", mark, key=dotted(path))


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _mark(mark: Any) -> Mark:
    return mark.line + 1, mark.column + 1


def _finding(code: str, name: str, mark: Mark, /, **parameters: str | float) -> Finding:
    where: dict[str, str | float] = {"file": name, "line": mark[0], "column": mark[1]}
    return Finding(code, f"{name}:{mark[0]}", {**parameters, **where})
