"""One sample of every format, and what damage makes of them: flips, cuts, splices, wild numbers."""

from __future__ import annotations

import gzip
import importlib.util
import io
import random
import struct
import subprocess
import tarfile
import wave
import zlib
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path

from tests.contract.extract.test_more_formats import gbk, movie, rtf
from tests.tools import make_files as make
from tests.tools.legacy import msg_file, xls_file
from tests.tools.papers import word_file
from tests.tools.recordings import recordings
from tests.tools.truth import varied
from tests.tools.truth_formats import PAPERS
from tests.tools.truth_office import flat_slides, kingsoft

TEXT = make.SENTENCE


def samples() -> dict[str, bytes]:
    """One file of each format by a name that fits it."""
    lines = [TEXT] * 6
    rows = [[TEXT, 1, 2.5], ["单位", 3, ""]]
    pictures = {
        f"图.{kind.lower()}": make.picture_file(160, 130, kind, taken="2023:05:04 10:11:12")
        for kind in ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF")
    }
    return {
        "文.pdf": make.pdf_file([TEXT, TEXT]),
        "画.pdf": make.pdf_file([TEXT], image=make.picture_file(160, 130)),
        "旧.pdf": make.gbkp_pdf(TEXT),
        "文.ofd": make.ofd_file([[(10, 10, TEXT)]], seals=1),
        "文.docx": make.docx_file(lines),
        "图.docx": make.album_file(make.shown_picture() + make.paragraph("图1：地点：东门")),
        "表.xlsx": make.xlsx_file({"表": rows}),
        "片.pptx": make.pptx_file(lines),
        "文.odt": make.odt_file(lines),
        "表.ods": make.ods_file({"表": rows}),
        "片.odp": make.odp_file([lines, lines]),
        "空.doc": make.ole_file({"WordDocument": b"\xec\xa5" + bytes(60), "1Table": bytes(9)}),
        "空.ppt": make.ole_file({"PowerPoint Document": bytes(60), "Current User": bytes(20)}),
        "表.xls": xls_file({"表": rows}),
        "表.et": xls_file({"表": rows}, kingsoft=True),
        "信.msg": msg_file("题", TEXT),
        "文.rtf": rtf(f"\\f0 {gbk(TEXT)}"),
        "文.txt": TEXT.encode("gb18030"),
        "宽.txt": TEXT.encode("utf-16"),
        "文.csv": f"{TEXT},1,2\n{TEXT},3,4\n".encode(),
        "文.md": f"# {TEXT}\n\n{TEXT}\n".encode(),
        "网.html": f"<html><body><p>{TEXT}</p></body></html>".encode(),
        "网.mht": PAPERS["mht"][1](varied(1)),
        "文.xml": f"<?xml version='1.0'?><a>{TEXT}</a>".encode(),
        "信.eml": letter(),
        "片.mp4": movie(9),
        "片.avi": avi(9),
        "声.wav": wav(),
        "声.mp3": b"\xff\xfb\x90\x00" + bytes(2000),
        **recordings(),
        **pictures,
        **heic(),
        **containers(),
    }


def letter() -> bytes:
    """A mail of two parts with an attachment."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "题"
    message.set_content(TEXT, charset="gb18030")
    message.add_alternative(f"<p>{TEXT}</p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="x", filename="附件.doc")
    return bytes(message)


def avi(seconds: int) -> bytes:
    """The head of a video of so many seconds."""
    main = struct.pack("<14I", 40_000, 0, 0, 16, 25 * seconds, 0, 1, 0, 640, 480, 0, 0, 0, 0)
    head = b"hdrl" + b"avih" + struct.pack("<I", len(main)) + main
    body = b"AVI " + b"LIST" + struct.pack("<I", len(head)) + head + b"movi" + bytes(400)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def wav() -> bytes:
    """Two seconds of silence."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(2000)
        sound.writeframes(bytes(4000))
    return buffer.getvalue()


def heic() -> dict[str, bytes]:
    """A telephone's photograph, where a decoder is installed."""
    if importlib.util.find_spec("pillow_heif") is None:
        return {}
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    buffer = io.BytesIO()
    Image.open(io.BytesIO(make.picture_file(160, 130))).save(buffer, "HEIF")
    return {"图.heic": buffer.getvalue()}


def containers() -> dict[str, bytes]:
    """Containers, which intake takes apart and readers only name."""
    members: Mapping[str, bytes | str] = {"甲.txt": TEXT.encode("gbk"), "乙/丙.txt": TEXT}
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w") as archive:
        for name, content in members.items():
            data = content if isinstance(content, bytes) else content.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return {
        "包.zip": make.zip_file(members),
        "包.7z": seven_zip(TEXT.encode(), "甲.txt"),
        "包.tar": tarred.getvalue(),
        "包.gz": gzip.compress(TEXT.encode(), mtime=0),
    }


def seven_zip(content: bytes, name: str) -> bytes:
    """A 7z archive of one stored member. Source: 7zFormat.txt of the LZMA SDK."""
    size = bytes([0x80 | len(content) >> 8, len(content) & 0xFF])
    names = name.encode("utf-16-le") + b"\0\0"
    streams = b"\x06\x00\x01\x09" + size + b"\x00\x07\x0b\x01\x00\x01\x01\x00\x0c" + size + b"\x00"
    files = b"\x05\x01\x11" + bytes([len(names) + 1]) + b"\x00" + names + b"\x00"
    header = b"\x01\x04" + streams + b"\x00" + files + b"\x00"
    start = struct.pack("<QQI", len(content), len(header), zlib.crc32(header))
    head = b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start
    return head + content + header


_KINGSOFT = {"doc": "wps", "ppt": "dps"}


def legacy_samples(program: Path, folder: Path) -> dict[str, bytes]:
    """A DOC and a PPT as LibreOffice writes them, and both under the mark of Kingsoft."""
    made = {}
    for source, wanted in (("文.docx", "doc"), ("片.fodp", "ppt")):
        content = word_file(*varied(3).lines) if wanted == "doc" else flat_slides(varied(3))
        (folder / source).write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words = [str(program), profile, "--headless", "--convert-to", wanted, "--outdir"]
        subprocess.run([*words, folder, folder / source], check=True, capture_output=True)
        result = (folder / source).with_suffix(f".{wanted}")
        made[f"真{result.name}"] = result.read_bytes()
        made[f"真{result.stem}.{_KINGSOFT[wanted]}"] = kingsoft(result.read_bytes())
    return made


def mutants(known: Mapping[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged files, the samples in turn; splices come from another sample."""
    rng, named = random.Random(seed), list(known.items())
    for number in range(count):
        name, content = named[number % len(named)]
        yield name, _damaged(rng, bytearray(content), named[rng.randrange(len(named))][1])


def _damaged(rng: random.Random, data: bytearray, other: bytes) -> bytes:
    way = rng.randrange(4)
    if way == 0:
        for _flip in range(rng.randint(1, 30)):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    elif way == 1:
        del data[rng.randrange(len(data)) :]
    elif way == 2:
        at, start = rng.randrange(len(data)), rng.randrange(len(other))
        data[at : at + rng.randint(0, 400)] = other[start : start + rng.randint(1, 400)]
    else:
        at = rng.randrange(len(data))
        data[at : at + 8] = rng.choice((b"\xff" * 8, bytes(8), b"\x7f\xff\xff\xff" * 2))
    return bytes(data)
