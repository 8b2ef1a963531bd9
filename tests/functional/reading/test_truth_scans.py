"""Scans of known papers: fields and characters that OCR gives back, clean and worn, sealed, turned.

The measurement scans several papers in every way: ``pytest -m bench -s`` on this file.
"""

from __future__ import annotations

import importlib.util
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from dossier.extract.ocr_pool import OcrPool
from dossier.extract.ocr_text import combined
from dossier.model.extraction import Extraction
from dossier.model.records import Description
from dossier.rules.description import describe
from dossier.workflow.notation import ChineseNotation
from tests.tools.make_files import FONT
from tests.tools.scans import distance, page_images, plain, sealed, worn
from tests.tools.truth import Paper, Scores, paper, rendered

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("rapidocr") is None, reason="the extra ocr is not installed"
    ),
    pytest.mark.skipif(not FONT.exists(), reason="no Chinese TrueType font here"),
]
EACH = 8
LEAST, MOST_WRONG = 0.90, 0.02
CLEAN, SEALED, WORST = "clean, 200 dpi", "sealed over the date", "noise, tilted 1.2 degrees, sealed"
WAYS: dict[str, Callable[[Image.Image], Image.Image]] = {
    CLEAN: lambda image: image,
    SEALED: sealed,
    "turned by 90 degrees": lambda image: image.rotate(90, expand=True),
    "upside down": lambda image: image.rotate(180),
    "noise": lambda image: worn(image, noise=15),
    WORST: lambda image: worn(sealed(image), tilt=1.2, noise=12),
}


def scan(item: Paper, wear: Callable[[Image.Image], Image.Image]) -> bytes:
    buffer = io.BytesIO()
    wear(page_images(rendered(item))[0]).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def described(page: Extraction) -> Description:
    bare = Extraction("pdf", "application/pdf", pages=1)
    whole = combined(bare, {0: page}, engine="rapidocr", name="扫描.pdf")
    return describe(whole, "扫描.pdf", "2026-06-01", ChineseNotation())


def as_plain(found: Description) -> Description:
    """As it is compared: an engine may take （ for (."""
    return replace(
        found,
        title=plain(found.title or ""),
        issuer=plain(found.issuer or ""),
        doc_number=plain(found.doc_number or ""),
    )


def truth(item: Paper) -> Paper:
    """The paper with its fields as they are compared."""
    return Paper(plain(item.issuer), plain(item.number), plain(item.title), item.issued, item.lines)


def read(folder: Path, ways: Sequence[str], each: int) -> tuple[Scores, dict[str, float]]:
    """Scores of so many papers scanned in each way, and the character error rate of each way."""
    papers = [(what, paper(100 * way + n)) for way, what in enumerate(ways) for n in range(each)]
    jobs = [(number, folder / f"{number}.jpg", 0) for number in range(len(papers))]
    for (_number, path, _page), (what, item) in zip(jobs, papers, strict=True):
        path.write_bytes(scan(item, WAYS[what]))
    scores, wrong, letters = Scores(), Counter[str](), Counter[str]()
    pool = OcrPool(2)
    for number, page in pool.read_pages(jobs):
        what, item = papers[number]
        scores.add(what, f"{number}", truth(item), as_plain(described(page)))
        written = plain("".join(item.lines))
        wrong[what] += distance(plain(page.text), written)
        letters[what] += len(written)
    pool.close()
    return scores, {what: wrong[what] / letters[what] for what in ways}


def test_a_seal_noise_and_a_tilt_are_read_through(tmp_path: Path) -> None:
    scores, rates = read(tmp_path, [SEALED, WORST], 1)
    assert not scores.below(LEAST), scores.wrong
    assert max(rates.values()) <= MOST_WRONG


@pytest.mark.bench
def test_fields_and_characters_of_scans(tmp_path: Path) -> None:
    scores, rates = read(tmp_path, list(WAYS), EACH)
    shown = "\n".join(f"{what:34}{rate:>9.2%}" for what, rate in rates.items())
    print(f"\n{scores.table()}\n\ncharacter error rate\n{shown}")  # noqa: T201
    print("\n".join(scores.wrong))  # noqa: T201
    assert not [item for item in scores.below(LEAST) if item.startswith(CLEAN)]
    assert rates[CLEAN] <= MOST_WRONG
