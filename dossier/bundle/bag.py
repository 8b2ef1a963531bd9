"""The text files of a BagIt 1.0 bag (RFC 8493), as bytes and back; nothing is read or written.

Payload digests are known from the plan, so everything beside ``data/`` is known before the first
byte is copied. Manifests are made and read line by line: the number of files costs no memory.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dossier.model.bundles import BundlePlan

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data/"
ASSESSMENT = "assessment.json"

_LINES = 1000
_LONGEST_LINE = 65_536
_DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9A-Fa-f]{64})[ \t]+\*?(\S.*)")
_END = re.compile(r"\r\n|\n|\r")
_ESCAPES = {"%0d": "\r", "%0a": "\n", "%25": "%"}


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One line: a decoded bag-relative path and its digest, or None where it cannot be read."""

    number: int
    path: str
    hex: str | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A list that is made anew, line by line, whenever it is wanted."""

    make: Callable[[], Iterator[str]]


Content = bytes | Path | Lines
"""A list in memory, where it lies, or how it is made."""


def chunks_of(content: Content, size: int = 2**20) -> Iterator[bytes]:
    """The bytes of a list, part by part."""
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Lines):
        lines = content.make()
        while part := "".join(islice(lines, _LINES)):
            yield part.encode()
    else:
        with content.open("rb") as stream:
            while chunk := stream.read(size):
                yield chunk


def length_of(content: Content) -> int:
    """How many bytes a list has."""
    if isinstance(content, Path):
        return content.stat().st_size
    return sum(map(len, chunks_of(content)))


def control_files(plan: BundlePlan, tags: Mapping[str, Content], agent: str) -> dict[str, Content]:
    """Every file of the bag but the payload; ``agent`` is the software's name and version."""
    files: dict[str, Content] = {
        **tags,
        DECLARATION: _DECLARED,
        INFO: bag_info(plan, agent),
        MANIFEST: Lines(lambda: _payload_lines(plan)),
    }
    digests = ((path, _digest(data)) for path, data in files.items())
    return {**files, TAG_MANIFEST: manifest(digests)}


def _payload_lines(plan: BundlePlan) -> Iterator[str]:
    for item in sorted(plan.files, key=lambda one: one.path):
        yield _line(PAYLOAD + item.path, item.fixity.hex)


def _digest(content: Content) -> str:
    hasher = hashlib.sha256()
    for chunk in chunks_of(content):
        hasher.update(chunk)
    return hasher.hexdigest()


def bag_info(plan: BundlePlan, agent: str) -> bytes:
    """``bag-info.txt``; a partial bundle says so, why, and what it leaves out."""
    size = sum(item.fixity.size for item in plan.files)
    rows = [
        ("Bag-Software-Agent", agent),
        ("Bagging-Date", plan.as_of),
        ("External-Identifier", plan.bundle_id),
        ("Payload-Oxum", f"{size}.{len(plan.files)}"),
        ("Edition", plan.edition),
        ("Profile", plan.profile),
        ("Partial", "true" if plan.partial else "false"),
    ]
    number, count = plan.volume
    if count > 1:
        rows += [("Bag-Group-Identifier", _group(plan)), ("Bag-Count", f"{number} of {count}")]
    if plan.partial:
        rows.append(("Partial-Reason", plan.reason))
    rows += [("Omission", f"{item.code} {item.reason}") for item in plan.omissions]
    return "".join(f"{key}: {_one_line(value)}\n" for key, value in rows).encode()


def _group(plan: BundlePlan) -> str:
    return f"{plan.edition} {plan.as_of}"


def manifest(entries: Iterable[tuple[str, str]]) -> bytes:
    """Manifest lines sorted by path; only CR, LF and % are percent-encoded (RFC 8493, 2.1.3)."""
    return "".join(_line(path, hexa) for path, hexa in sorted(entries)).encode()


def _line(path: str, hexa: str) -> str:
    return f"{hexa}  {encoded(path)}\n"


def manifest_lines(chunks: Iterable[bytes | memoryview]) -> Iterator[ManifestLine]:
    """The lines of a manifest from anywhere; blank lines are passed over."""
    for number, line in enumerate(text_lines(chunks), 1):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match:
            yield ManifestLine(number, decoded(match[2]).removeprefix("./"), match[1].lower())
        else:
            yield ManifestLine(number, line, None)


def text_lines(chunks: Iterable[bytes | memoryview]) -> Iterator[str]:
    """The lines of a UTF-8 text without their ends; one without measure comes in pieces."""
    decoder, rest = codecs.getincrementaldecoder("utf-8-sig")("replace"), ""
    for chunk in chunks:
        text = rest + decoder.decode(chunk)
        held = text.endswith("\r")  # its other half may come with the next part
        *lines, rest = _END.split(text[: len(text) - held])
        yield from lines
        while len(rest) > _LONGEST_LINE:
            yield rest[:_LONGEST_LINE]
            rest = rest[_LONGEST_LINE:]
        rest += "\r" * held
    yield from _END.split(rest + decoder.decode(b"", final=True))


def info_fields(data: bytes) -> dict[str, list[str]]:
    """The fields of ``bag-info.txt`` by lower-case label; indented lines continue a value."""
    fields: dict[str, list[str]] = {}
    label = ""
    for line in _text(data).splitlines():
        if line[:1] in {" ", "\t"} and label:
            fields[label][-1] += f" {line.strip()}"
        elif ":" in line:
            label, _, value = line.partition(":")
            label = label.strip().lower()
            fields.setdefault(label, []).append(value.strip())
    return fields


def is_declaration(data: bytes) -> bool:
    """Whether ``bagit.txt`` declares a version we read, in UTF-8."""
    lines = [line.strip() for line in _text(data).splitlines() if line.strip()]
    return (
        len(lines) == 2
        and re.fullmatch(r"BagIt-Version: (0\.9[3-7]|1\.0)", lines[0]) is not None
        and lines[1].lower() == "tag-file-character-encoding: utf-8"
    )


def encoded(path: str) -> str:
    """A path as a manifest writes it."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def decoded(path: str) -> str:
    """The inverse of :func:`encoded`; other percent signs stand for themselves."""
    return re.sub("%0[dDaA]|%25", lambda match: _ESCAPES[match[0].lower()], path)


def _one_line(value: str) -> str:
    return " ".join(value.encode("utf-8", "replace").decode().split())


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")
