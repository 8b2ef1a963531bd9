"""OCR of clean 200-dpi scans: fields, character errors and pages a minute, and of worn ones."""

from __future__ import annotations

import importlib.util
import io
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PIL import Image

from dossier.extract.ocr_pool import OcrPool
from dossier.extract.ocr_text import combined
from dossier.model.extraction import Extraction
from dossier.rules.description import describe
from dossier.workflow.notation import ChineseNotation
from tests.tools import make_files as make
from tests.tools.scans import distance, page_images, plain, worn
from tests.tools.truth import Paper, paper, rendered

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(
        importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed"
    ),
    pytest.mark.skipif(not make.FONT.exists(), reason="no Chinese TrueType font here"),
]
SCANS = 24
LEAST = 0.90
FIELDS = ("number", "issued", "title", "issuer")


def scan(item: Paper, wear: Callable[[Image.Image], Image.Image]) -> bytes:
    buffer = io.BytesIO()
    wear(page_images(rendered(item))[0]).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def outcome(
    folder: Path, seeds: Iterable[int], wear: Callable[[Image.Image], Image.Image]
) -> tuple[Counter[str], float, float, list[str]]:
    """Right fields, character error rate, pages a minute, and what was wrong."""
    truths, jobs = [paper(seed) for seed in seeds], []
    for number, item in enumerate(truths):
        jobs.append((number, folder / f"{number}.jpg", 0))
        jobs[-1][1].write_bytes(scan(item, wear))
    pool, right, wrong = OcrPool(2), Counter[str](), []
    errors = letters = 0
    begun = time.perf_counter()
    answers = dict(pool.read_pages(jobs))
    spent = time.perf_counter() - begun
    pool.close()
    for number, item in enumerate(truths):
        found = described(answers[number])
        said = (found.doc_number, found.dates.issued, found.title, found.issuer)
        for field, value in zip(FIELDS, said, strict=True):
            same = plain(value or "") == plain(getattr(item, field))
            right[field] += same
            if not same:
                wrong.append(f"{number} {field}: {value} instead of {getattr(item, field)}")
        errors += distance(plain(answers[number].text), plain("".join(item.lines)))
        letters += len(plain("".join(item.lines)))
    return right, errors / letters, 60 * len(jobs) / spent, wrong


def described(page: Extraction):  # type: ignore[no-untyped-def]
    bare = Extraction("pdf", "application/pdf", pages=1)
    whole = combined(bare, {0: page}, engine="rapidocr", name="扫描.pdf")
    return describe(whole, "扫描.pdf", "2026-06-01", ChineseNotation())


def told(what: str, count: int, result: tuple[Counter[str], float, float, list[str]]) -> None:
    right, rate, speed, wrong = result
    shares = {field: f"{right[field] / count:.0%}" for field in FIELDS}
    print(f"\n{what}: {shares}, CER {rate:.2%}, {speed:.0f} pages a minute")
    print("\n".join(wrong))


def test_clean_scans(tmp_path: Path) -> None:
    result = outcome(tmp_path, range(SCANS), lambda image: image)
    told(f"{SCANS} clean scans", SCANS, result)
    assert all(result[0][field] >= LEAST * SCANS for field in FIELDS)


def test_worn_scans(tmp_path: Path) -> None:
    result = outcome(tmp_path, range(100, 106), lambda image: worn(image, tilt=1.2, noise=12))
    told("6 tilted scans with noise", 6, result)
