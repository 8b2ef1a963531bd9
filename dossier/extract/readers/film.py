"""Films in the containers of other programs: length and size by what they say. Nothing is decoded.

Sources: Advanced Systems Format 1.2; RFC 9559 (Matroska); Video File Format Specification 10 (FLV);
ISO 13818-1 (MPEG programme and transport streams); the PROP chunk of RealMedia.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.readers.media import Facts, known

_HEAD, _TAIL = 256 * 1024, 512 * 1024
_PROPERTIES = bytes.fromhex("A1DCAB8C47A9CF118EE400C00C205365")
_STREAM = bytes.fromhex("9107DCB7B7A9CF118EE600C00C205365")
_PICTURES = bytes.fromhex("C0EF19BC4D5BCF11A8FD00805F5C442B")
_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_FOLDERS = frozenset({_SEGMENT, _INFO, _TRACKS, _TRACK, _VIDEO})
_SCALE, _LENGTH, _WIDTH, _HEIGHT = 0x2AD7B1, 0x4489, 0xB0, 0xBA
_WANTED = frozenset({_SCALE, _LENGTH, _WIDTH, _HEIGHT})
_MOST_ELEMENTS = 2000
_PACK = re.compile(rb"\x00\x00\x01\xba(.{6})", re.DOTALL)
_CLOCK = 90_000


def read_asf(path: Path, _reading: Reading) -> Content:
    """WMV and WMA."""
    size, head, _tail = _ends(path)
    at = head.find(_PROPERTIES)
    if at < 0 or len(head) < at + 88:
        raise Unreadable("E105")
    stated, lasts, before = (struct.unpack_from("<Q", head, at + n)[0] for n in (40, 64, 80))
    if stated > size:
        raise Unreadable("E105")
    seconds = max(0.0, lasts / 1e7 - before / 1e3)
    return known({"duration": round(seconds, 1), **_asf_size(head)})


def read_matroska(path: Path, _reading: Reading) -> Content:
    """MKV and WebM."""
    found: dict[int, bytes] = {}
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        for name, body in _elements(stream, 0, size, [_MOST_ELEMENTS]):
            found.setdefault(name, body)
    if not found:
        raise Unreadable("E105")
    scale = int.from_bytes(found.get(_SCALE, b"\x0f\x42\x40"), "big")
    written = found.get(_LENGTH, b"")
    form = {4: ">f", 8: ">d"}.get(len(written))
    facts = _size(*(int.from_bytes(found.get(name, b""), "big") for name in (_WIDTH, _HEIGHT)))
    if form:
        facts["duration"] = round(struct.unpack(form, written)[0] * scale / 1e9, 1)
    return known(facts)


def read_flv(path: Path, _reading: Reading) -> Content:
    """FLV, by the properties its first packet gives."""
    _bytes, head, _tail = _ends(path)
    said = {name: _property(head, name) for name in ("duration", "width", "height")}
    facts = _size(int(said["width"]), int(said["height"]))
    return known({"duration": round(said["duration"], 1), **facts} if said["duration"] else facts)


def read_programme(path: Path, _reading: Reading) -> Content:
    """MPG and VOB: from the first clock to the last."""
    _bytes, head, tail = _ends(path)
    first = next(filter(None, map(_pack_clock, _PACK.findall(head))), None)
    last = next(filter(None, map(_pack_clock, reversed(_PACK.findall(tail)))), None)
    at = head.find(b"\x00\x00\x01\xb3")
    packed = int.from_bytes(head[at + 4 : at + 7], "big") if at >= 0 else 0
    return known({**_between(first, last), **_size(packed >> 12, packed & 0xFFF)})


def read_transport(path: Path, _reading: Reading) -> Content:
    """TS and M2TS: likewise."""
    _bytes, head, tail = _ends(path)
    step, start = (192, 4) if head[:1] != b"G" else (188, 0)
    first = next(_transport_clocks(head, start, step), None)
    lead = next((n for n in range(step) if tail[n::step][:3] == b"GGG"), 0)
    *_before, last = (None, *_transport_clocks(tail, lead, step))
    return known(_between(first, last))


def read_real(path: Path, _reading: Reading) -> Content:
    """RM and RMVB."""
    _bytes, head, _tail = _ends(path)
    at = head.find(b"PROP")
    if at < 0 or len(head) < at + 34:
        raise Unreadable("E105")
    return known({"duration": round(struct.unpack_from(">I", head, at + 30)[0] / 1000, 1)})


def _ends(path: Path) -> tuple[int, bytes, bytes]:
    """Size, beginning and end of a file."""
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        head = stream.read(_HEAD)
        stream.seek(max(0, size - _TAIL))
        return size, head, stream.read(_TAIL)


def _size(width: int, height: int) -> Facts:
    return {"width": width, "height": height} if width and height else {}


def _between(first: int | None, last: int | None) -> Facts:
    if first is None or last is None or last < first:
        return {}
    return {"duration": round((last - first) / _CLOCK, 1)}


def _asf_size(head: bytes) -> Facts:
    at = head.find(_STREAM)
    while at >= 0:
        if head[at + 24 : at + 40] == _PICTURES and len(head) >= at + 86:
            return _size(*struct.unpack_from("<II", head, at + 78))
        at = head.find(_STREAM, at + 1)
    return {}


def _property(head: bytes, name: str) -> float:
    """A number in the script data of FLV: its name, a mark, eight bytes."""
    at = head.find(name.encode() + b"\x00")
    body = head[at + len(name) + 1 : at + len(name) + 9]
    value = struct.unpack(">d", body)[0] if at >= 0 and len(body) == 8 else 0.0
    return value if 0 < value < 1e7 else 0.0


def _elements(
    stream: BinaryIO, start: int, end: int, budget: list[int]
) -> Iterator[tuple[int, bytes]]:
    """The wanted elements below ``start``; a bounded number is looked at. Raises Unreadable
    where the whole goes on behind the end of the file; one that was recorded live has no end.
    """
    while start < end and budget[0] > 0:
        budget[0] -= 1
        stream.seek(start)
        head = stream.read(12)
        name, taken = _number(head, keep_mark=True)
        length, more = _number(head[taken:], keep_mark=False)
        if not taken or not more:
            return
        start += taken + more
        if name == _SEGMENT and end < start + length < start + _live(more):
            raise Unreadable("E105")
        if name in _FOLDERS:
            yield from _elements(stream, start, min(end, start + length), budget)
        elif name in _WANTED and length <= 8:
            stream.seek(start)
            yield name, stream.read(length)
        start += length


def _number(data: bytes, *, keep_mark: bool) -> tuple[int, int]:
    """A number of variable length and how many bytes it takes; zero bytes where there is none."""
    if not data or not data[0]:
        return 0, 0
    taken = 9 - data[0].bit_length()
    if len(data) < taken:
        return 0, 0
    value = int.from_bytes(data[:taken], "big")
    return (value if keep_mark else value & _live(taken)), taken


def _live(taken: int) -> int:
    """What a length of so many bytes says where nobody knows it."""
    return int((1 << 7 * taken) - 1)


def _pack_clock(body: bytes) -> int | None:
    """The clock of a pack in ticks of 90 kHz; MPEG 2 packs it in other bits than MPEG 1."""
    bits = int.from_bytes(body, "big")
    if body[0] >> 6 == 1:
        return (bits >> 43 & 7) << 30 | (bits >> 27 & 0x7FFF) << 15 | bits >> 11 & 0x7FFF
    if body[0] >> 4 == 2:
        return (bits >> 41 & 7) << 30 | (bits >> 25 & 0x7FFF) << 15 | bits >> 9 & 0x7FFF
    return None


def _transport_clocks(data: bytes, start: int, step: int) -> Iterator[int]:
    """The clocks in the packets of a transport stream, in ticks of 90 kHz."""
    for at in range(start, len(data) - 12, step):
        packet = data[at : at + 12]
        if packet[0] == 0x47 and packet[3] & 0x20 and packet[4] >= 7 and packet[5] & 0x10:
            yield int.from_bytes(packet[6:11], "big") >> 7
