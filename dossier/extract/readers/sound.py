"""Recordings of sound by their frames or heads only: how long they are. Nothing is decoded."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

from dossier.extract.outcome import Content, Reading, Unreadable
from dossier.extract.readers.media import known

_HEAD, _TAIL = 64 * 1024, 64 * 1024
_RATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_AAC_SAMPLES = (
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
)  # fmt: skip
_NARROW = (13, 14, 16, 18, 20, 21, 27, 32, 6)
_WIDE = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6)
_FRAME_OF_SPEECH = 0.02
Frame = Callable[[bytes, int], tuple[int, float]]
"""Bytes and seconds of the frame at a place, zero bytes where none begins."""


def read_mp3(path: Path, _reading: Reading) -> Content:
    """Length of an MP3 file (ISO 11172-3, 13818-3): by the count of frames its head gives, else
    from its first frame, taking the bit rate for constant.
    """
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        head = stream.read(10)
        start = 10 + _synchsafe(head[6:10]) if head.startswith(b"ID3") else 0
        stream.seek(start)
        data = stream.read(_HEAD)
    at = next((n for n in range(len(data) - 3) if _mp3(data, n)[0]), None)
    if at is None:
        raise Unreadable("E105")
    length, seconds = _mp3(data, at)
    if counted := _counted(data[at : at + 200]):
        return known({"duration": round(counted * seconds, 1)})
    return known({"duration": round((size - start - at) / length * seconds, 1)})


def read_aac(path: Path, _reading: Reading) -> Content:
    """Length of raw AAC (ADTS, ISO 13818-7), by the mean of its first frames."""
    return _by_frames(path, 0, _adts)


def read_amr(path: Path, _reading: Reading) -> Content:
    """Length of a telephone's voice recording (RFC 4867, section 5), likewise."""
    with path.open("rb") as stream:
        wide = stream.read(9).startswith(b"#!AMR-WB")
    sizes = _WIDE if wide else _NARROW

    def frame(data: bytes, at: int) -> tuple[int, float]:
        mode = data[at] >> 3 & 15
        length = sizes[mode] if mode < len(sizes) else int(mode >= 14)
        return length, _FRAME_OF_SPEECH

    return _by_frames(path, 9 if wide else 6, frame)


def read_flac(path: Path, _reading: Reading) -> Content:
    """Length of a FLAC file, by its first block (RFC 9639, section 8.2)."""
    with path.open("rb") as stream:
        head = stream.read(42)
    if len(head) < 42:
        raise Unreadable("E105")
    packed = int.from_bytes(head[18:26], "big")
    rate, samples = packed >> 44, packed & (1 << 36) - 1
    return known({"duration": round(samples / rate, 1)} if rate and samples else {})


def read_ogg(path: Path, _reading: Reading) -> Content:
    """Length of the sound in an Ogg file (RFC 3533), by the number on its last page."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        stream.seek(max(0, os.fstat(stream.fileno()).st_size - _TAIL))
        tail = stream.read()
    rate, serial = _ogg_sound(head)
    at = len(tail)
    while rate and (at := tail.rfind(b"OggS", 0, at)) >= 0:
        last = int.from_bytes(tail[at + 6 : at + 14], "little", signed=True)
        if tail[at + 14 : at + 18] == serial and last > 0:
            return known({"duration": round(last / rate, 1)})
    return known({})


def _ogg_sound(head: bytes) -> tuple[int, bytes]:
    """Samples a second and the serial number of the first stream of sound; 0 where there is none.

    Opus counts as if at 48 kHz (RFC 7845, section 4).
    """
    for mark, where in ((b"\x01vorbis", 12), (b"OpusHead", None)):
        at = head.find(mark)
        page = head.rfind(b"OggS", 0, max(0, at))
        if page >= 0:
            rate = 48000 if where is None else int.from_bytes(head[at + 12 : at + 16], "little")
            return rate, head[page + 14 : page + 18]
    return 0, b""


def _by_frames(path: Path, start: int, frame: Frame) -> Content:
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        stream.seek(start)
        data = stream.read(_HEAD)
    at, seconds = 0, 0.0
    while at + 7 <= len(data):
        length, lasts = frame(data, at)
        if not length:
            break
        at, seconds = at + length, seconds + lasts
    if not at:
        raise Unreadable("E105")
    return known({"duration": round(seconds * (size - start) / at, 1)})


def _mp3(data: bytes, at: int) -> tuple[int, float]:
    """A frame of MPEG 1, 2 or 2.5, layer III; others are no frames here."""
    if data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return 0, 0.0
    version, full = data[at + 1] >> 3 & 3, data[at + 1] >> 3 & 3 == 3
    rate, place = _RATES[full][data[at + 2] >> 4], data[at + 2] >> 2 & 3
    if version == 1 or not rate or place == 3:
        return 0, 0.0
    samples, count = _SAMPLES[version][place], 1152 if full else 576
    return count // 8 * rate * 1000 // samples, count / samples


def _counted(frame: bytes) -> int:
    """How many frames an encoder says that there are; 0 where it says nothing."""
    for mark in (b"Xing", b"Info"):
        at = frame.find(mark)
        if at >= 0 and len(frame) >= at + 12 and frame[at + 7] & 1:
            return int(struct.unpack_from(">I", frame, at + 8)[0])
    at = frame.find(b"VBRI")
    return int.from_bytes(frame[at + 14 : at + 18], "big") if at >= 0 else 0


def _adts(data: bytes, at: int) -> tuple[int, float]:
    place = data[at + 2] >> 2 & 15
    if data[at] != 0xFF or data[at + 1] & 0xF6 != 0xF0 or place >= len(_AAC_SAMPLES):
        return 0, 0.0
    length = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    return length if length >= 7 else 0, 1024 / _AAC_SAMPLES[place]


def _synchsafe(data: bytes) -> int:
    total = 0
    for byte in data:
        total = total << 7 | byte & 0x7F
    return total
