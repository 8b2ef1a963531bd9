"""Audio and video by their containers only: how long, how large, when made. Nothing is decoded."""

from __future__ import annotations

import datetime as dt
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.model.findings import Finding

_EPOCH = dt.datetime(1904, 1, 1, tzinfo=dt.UTC)
_FOLDERS = frozenset({b"moov", b"trak", b"mdia"})
_WANTED = frozenset({b"mvhd", b"tkhd", b"mvex"})
_MOST_BOXES, _MOST_BYTES = 2000, 4096
_ENDLESS = 0xFFFFFF00
Facts = dict[str, str | int | float]


def read_mp4(path: Path, _reading: Reading) -> Content:
    """Length, size and creation time of MP4 and QuickTime (ISO 14496-12); one in fragments may not
    say how long it is.
    """
    facts: Facts = {}
    fragmented = False
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        for kind, body in _boxes(stream, 0, size, [_MOST_BOXES]):
            fragmented = fragmented or kind == b"mvex"
            facts |= _FACTS[kind](body) if kind in _FACTS else {}
    if "duration" not in facts:
        raise Unreadable("E105")
    if fragmented and not facts["duration"]:
        del facts["duration"]
    return known(facts)


def read_wav(path: Path, _reading: Reading) -> Content:
    """Length of a WAV file."""
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        rate = data = 0
        cut = False
        for kind, at, length in _chunks(stream, 12, size):
            if kind == b"fmt ":
                stream.seek(at + 8)
                rate = int.from_bytes(stream.read(4), "little")
            elif kind == b"data":
                data = size - at if length >= _ENDLESS else length
                cut = at + length > size and length < _ENDLESS
    if cut or not rate or not data:
        raise Unreadable("E105")
    return known({"duration": round(data / rate, 1)})


def read_avi(path: Path, _reading: Reading) -> Content:
    """Length and size of an AVI file, by its main header."""
    with path.open("rb") as stream:
        head = stream.read(_MOST_BYTES)
        size = os.fstat(stream.fileno()).st_size
    at = head.find(b"avih")
    if at < 0 or len(head) < at + 48 or int.from_bytes(head[4:8], "little") + 8 > size:
        raise Unreadable("E105")
    micros, frames, width, height = (
        struct.unpack_from("<I", head, at + 8 + place)[0] for place in (0, 16, 32, 36)
    )
    return known({"duration": round(micros * frames / 1e6, 1), "width": width, "height": height})


def known(facts: Facts) -> Content:
    """Something to look at or listen to (U106), unless it lasts no time at all (E113); how long may
    be unknown.
    """
    lasts = facts.get("duration")
    found = Finding("E113") if lasts == 0 else Finding("U106", "", {"duration": lasts or "?"})
    return Content(
        metadata=facts, visual=True, usable=False if lasts == 0 else None, findings=(found,)
    )


def _boxes(
    stream: BinaryIO, start: int, end: int, budget: list[int]
) -> Iterator[tuple[bytes, bytes]]:
    """The wanted boxes below ``start``, in file order, at most a bounded number. Raises Unreadable
    where the sound and pictures themselves go on behind the end of the file.
    """
    while start + 8 <= end and budget[0] > 0:
        budget[0] -= 1
        stream.seek(start)
        head = stream.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        skip = 8
        if length == 1:
            length, skip = int.from_bytes(head[8:16], "big"), 16
        length = length or end - start
        if length < skip:
            return
        if kind == b"mdat" and start + length > end:
            raise Unreadable("E105")
        if kind in _FOLDERS:
            yield from _boxes(stream, start + skip, min(end, start + length), budget)
        elif kind in _WANTED:
            stream.seek(start + skip)
            yield kind, stream.read(min(length - skip, _MOST_BYTES))
        start += length


def _chunks(stream: BinaryIO, start: int, size: int) -> Iterator[tuple[bytes, int, int]]:
    for _number in range(_MOST_BOXES):
        stream.seek(start)
        head = stream.read(8)
        if len(head) < 8 or start >= size:
            return
        length = int.from_bytes(head[4:], "little")
        yield head[:4], start + 8, length
        start += 8 + length + length % 2


def _movie(body: bytes) -> Facts:
    form = ">QQIQ" if body[:1] == b"\x01" else ">IIII"
    if len(body) < 4 + struct.calcsize(form):
        return {}
    made, _changed, scale, length = struct.unpack_from(form, body, 4)
    facts: Facts = {"duration": round(length / scale, 1) if scale else 0.0}
    if made and made < 2**33:
        moment = _EPOCH + dt.timedelta(seconds=made)
        facts["created"] = moment.isoformat(timespec="seconds")
    return facts


def _track(body: bytes) -> Facts:
    """Width and height of a picture track, in pixels; a sound track has none."""
    at = 88 if body[:1] == b"\x01" else 76
    if len(body) < at + 8:
        return {}
    width, height = (value >> 16 for value in struct.unpack_from(">II", body, at))
    return {"width": width, "height": height} if width and height else {}


_FACTS: dict[bytes, Callable[[bytes], Facts]] = {b"mvhd": _movie, b"tkhd": _track}
