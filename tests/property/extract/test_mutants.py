"""Damaged files of every format never end the parent nor leave their process.

The short run goes with every build; the long one is marked as a measurement:
``pytest -m bench tests/property/extract/test_mutants.py -s``.
"""

from __future__ import annotations

import importlib.util
import io
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.extract.outcome import Limits
from dossier.extract.pool import ReaderPool
from dossier.rules.finding_table import TABLE
from tests.contract.extract.test_more_formats import gbk, movie, rtf
from tests.tools import make_files as make

TEXT = make.SENTENCE


def samples() -> dict[str, bytes]:
    """One file of each format."""
    lines = [TEXT] * 6
    wide = TEXT.encode("utf-16-le")
    pictures = {
        f"图.{kind.lower()}": make.picture_file(160, 130, kind)
        for kind in ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF")
    }
    return {
        "文.pdf": make.pdf_file([TEXT, TEXT]),
        "画.pdf": make.pdf_file([TEXT], image=make.picture_file(160, 130)),
        "旧.pdf": make.gbkp_pdf(TEXT),
        "文.ofd": make.ofd_file([[(10, 10, TEXT)]], seals=1),
        "文.docx": make.docx_file(lines),
        "表.xlsx": make.xlsx_file({"表": [[TEXT, 1, 2.5]]}),
        "片.pptx": make.pptx_file(lines),
        "文.odt": make.odt_file(lines),
        "旧.doc": make.ole_file({"WordDocument": b"\xec\xa5" + bytes(60), "1Table": bytes(9)}),
        "旧.xls": make.ole_file({"Workbook": b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(40)}),
        "信.msg": make.ole_file({"__properties_version1.0": b"", "__substg1.0_1000001F": wide}),
        "文.rtf": rtf(f"\\f0 {gbk(TEXT)}"),
        "文.txt": TEXT.encode("gb18030"),
        "网.html": f"<html><body><p>{TEXT}</p></body></html>".encode(),
        "文.xml": f"<?xml version='1.0'?><a>{TEXT}</a>".encode(),
        "信.eml": make.mail_file("题", TEXT),
        "片.mp4": movie(9),
        "声.mp3": b"\xff\xfb\x90\x00" + bytes(2000),
        **pictures,
        **heic(),
    }


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


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged files: bits flipped, ends cut off, pieces spliced in from another format."""
    rng, known = random.Random(seed), list(samples().items())
    for number in range(count):
        name, content = known[number % len(known)]
        yield name, _damaged(rng, bytearray(content), known[rng.randrange(len(known))][1])


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


def survive(folder: Path, count: int, seed: int) -> Counter[str]:
    """Read them all with tight limits; what was said of them."""
    paths = []
    for number, (name, content) in enumerate(mutants(count, seed)):
        paths.append((folder / f"{number}", name))
        paths[-1][0].write_bytes(content)
    before = {path: path.read_bytes() for path, _name in paths}
    said: Counter[str] = Counter()
    with ReaderPool(2, Limits(seconds=20.0, memory_mb=1536)) as pool:
        for _key, found in pool.extract_many((path, path, name) for path, name in paths):
            said.update(finding.code for finding in found.findings or ())
            said["read" if found.usable else "not usable" if found.usable is False else "open"] += 1
    assert said["read"] + said["not usable"] + said["open"] == count
    assert {path: path.read_bytes() for path, _name in paths} == before
    assert set(said) - {"read", "not usable", "open"} <= TABLE.keys()
    return said


def test_damaged_files_stay_in_their_process(tmp_path: Path) -> None:
    survive(tmp_path, 120, seed=1)


@pytest.mark.bench
def test_two_thousand_mutants(tmp_path: Path) -> None:
    print("\n2000 mutants:", dict(survive(tmp_path, 2000, seed=2)))  # noqa: T201
