"""Films and sounds of the containers offices and telephones use: heads only, ten seconds each."""

from __future__ import annotations

import struct

SECONDS = 10
_GUIDS = {
    "header": "3026B2758E66CF11A6D900AA0062CE6C",
    "properties": "A1DCAB8C47A9CF118EE400C00C205365",
    "stream": "9107DCB7B7A9CF118EE600C00C205365",
    "pictures": "C0EF19BC4D5BCF11A8FD00805F5C442B",
}


def recordings() -> dict[str, bytes]:
    """One of each by a name that fits; all last ten seconds, films are 640 by 480."""
    return {
        "片.wmv": wmv(),
        "片.mkv": mkv(),
        "片.flv": flv(),
        "片.mpg": mpg(),
        "片.ts": transport(),
        "片.rmvb": real(),
        "声.aac": aac(),
        "声.amr": b"#!AMR\n" + (b"\x3c" + bytes(31)) * (50 * SECONDS),
        "声.flac": flac(),
        "声.ogg": ogg(),
        "长.mp3": mp3(),
    }


FILMS = ("片.wmv", "片.mkv", "片.flv", "片.mpg")
"""Those that say how large their pictures are."""


def wmv() -> bytes:
    """With a second of preroll, which does not count."""
    guids = {name: bytes.fromhex(value) for name, value in _GUIDS.items()}
    stream = guids["stream"] + bytes(8) + guids["pictures"] + bytes(38)
    stream += struct.pack("<II", 640, 480) + bytes(40)
    size = 30 + 104 + len(stream)
    lasts = (SECONDS + 1) * 10_000_000
    facts = struct.pack("<QQQQQQ", size, 0, 1, lasts, lasts, 1000)
    properties = guids["properties"] + struct.pack("<Q", 104) + bytes(16) + facts + bytes(16)
    head = guids["header"] + struct.pack("<QIH", size, 2, 0x0201)
    return head + properties + stream


def _element(name: int, body: bytes) -> bytes:
    size = (1 << 28 | len(body)).to_bytes(4, "big")
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + body


def mkv() -> bytes:
    """Told in milliseconds, as most programs do."""
    info = _element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))
    info += _element(0x4489, struct.pack(">d", 1000.0 * SECONDS))
    video = _element(0xB0, (640).to_bytes(2, "big")) + _element(0xBA, (480).to_bytes(2, "big"))
    tracks = _element(0xAE, _element(0xD7, b"\x01") + _element(0xE0, video))
    segment = _element(0x1549A966, info) + _element(0x1654AE6B, tracks)
    segment += _element(0x1F43B675, bytes(300))
    return _element(0x1A45DFA3, _element(0x4282, b"matroska")) + _element(0x18538067, segment)


def flv() -> bytes:
    numbers = {"duration": float(SECONDS), "width": 640.0, "height": 480.0}
    said = b"".join(
        struct.pack(">H", len(name)) + name.encode() + b"\x00" + struct.pack(">d", value)
        for name, value in numbers.items()
    )
    return b"FLV\x01\x05\x00\x00\x00\x09" + bytes(4) + b"\x12" + bytes(10) + said + bytes(200)


def mpg() -> bytes:
    """Two packs of MPEG 2, ten seconds apart, and a sequence header."""

    def pack(clock: int) -> bytes:
        high, middle, low = clock >> 30 & 7, clock >> 15 & 0x7FFF, clock & 0x7FFF
        bits = 1 << 46 | high << 43 | 1 << 42 | middle << 27 | 1 << 26 | low << 11 | 1 << 10
        return b"\x00\x00\x01\xba" + bits.to_bytes(6, "big") + bytes(4)

    sequence = b"\x00\x00\x01\xb3" + (640 << 12 | 480).to_bytes(3, "big") + bytes(5)
    return pack(90_000) + sequence + bytes(400) + pack(90_000 * (SECONDS + 1)) + bytes(100)


def transport() -> bytes:
    """Packets of which the first and the last but one carry a clock."""

    def packet(clock: int | None) -> bytes:
        if clock is None:
            return b"G\x00\x11\x10".ljust(188, b"\xff")
        return (b"G\x00\x11\x30\x07\x10" + (clock << 15).to_bytes(6, "big")).ljust(188, b"\xff")

    return b"".join(map(packet, (0, None, None, 90_000 * SECONDS, None)))


def real() -> bytes:
    facts = struct.pack(">IHIIIIII", 50, 0, 1, 1, 1, 1, 1, 1000 * SECONDS)
    return b".RMF" + struct.pack(">IHII", 18, 0, 0, 3) + b"PROP" + facts + bytes(100)


def aac() -> bytes:
    """At 8 kHz, each frame 1,024 samples and 100 bytes."""
    frame = bytes((0xFF, 0xF1, 11 << 2, 0, 100 >> 3, (100 & 7) << 5, 0)) + bytes(93)
    return frame * round(SECONDS * 8000 / 1024)


def flac() -> bytes:
    packed = 44100 << 44 | 1 << 41 | 15 << 36 | 44100 * SECONDS
    return b"fLaC\x80\x00\x00\x22" + bytes(10) + packed.to_bytes(8, "big") + bytes(16)


def ogg() -> bytes:
    """Vorbis at 16 kHz beside another stream that says something else."""

    def page(serial: int, granule: int, body: bytes) -> bytes:
        head = struct.pack("<BBqIII", 0, 0, granule, serial, 0, 0)
        return b"OggS" + head + b"\x01" + bytes((len(body),)) + body

    vorbis = b"\x01vorbis" + bytes(4) + b"\x01" + struct.pack("<I", 16000) + bytes(14)
    pages = ((7, 0, vorbis), (9, 0, b"other"), (7, 16000 * SECONDS, b"x"), (9, 99, b"x"))
    return b"".join(page(*values) for values in pages)


def mp3() -> bytes:
    """MPEG 2, layer III at 24 kHz with a varying rate, so that only the count of frames helps."""
    counted = round(SECONDS * 24000 / 576)
    head = b"\xff\xf3\x84\x00" + bytes(17) + b"Xing" + struct.pack(">II", 1, counted)
    return b"ID3\x04\x00\x00\x00\x00\x00\x10" + bytes(16) + head + bytes(3000)
