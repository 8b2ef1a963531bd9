"""The assessment on a generated archive: precision and recall for each code, growth, speed.

Faults are planted in known number and place, beside look-alikes that are none. Ratios are printed.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from dossier.extract.photo_prints import SAME, likeness
from dossier.model.editions import Edition, Slot, Unit
from dossier.model.prints import PhotoPrint
from dossier.model.records import Claim
from dossier.rules.assessing import Assessor
from dossier.rules.explanations import EXPLANATIONS
from dossier.rules.likeness_index import TextLikeness
from dossier.rules.photo_index import MemoryGallery, PhotoIndex
from dossier.rules.text_facts import facts_of
from dossier.rules.text_sketch import sketch
from dossier.workflow.uncollected import uncollected
from tests.tools.assessing import (
    PLACES,
    TODAY,
    ask,
    edition,
    jpeg,
    picture,
    print_jpeg,
    record,
    terms,
    words,
)
from tests.tools.planted import garden
from tests.tools.planting import HEADING, scores
from tests.tools.scenes import GOAL, WAYS, altered, bare, encoded, scene

pytestmark = pytest.mark.bench
UNITS = [f"{name}局" for name in ("教育", "民政", "司法", "文旅", "卫健", "环保", "住建", "交通")]
SYLLABLES = [chr(code) for code in range(0x4E00, 0x5200)]
PHRASES = (
    "坚持党建引领",
    "认真贯彻落实上级部署",
    "取得明显成效",
    "群众满意度不断提高",
    "形成长效机制",
)


def timed(job: Callable[[], object]) -> float:
    """Seconds of this process, so that others on the machine do not count."""
    with uncollected():
        start = time.process_time()
        job()
        return time.process_time() - start


def prose(luck: Random, sentences: int = 24) -> str:
    """Sentences of invented words with set phrases of office prose in between."""
    made = []
    for _ in range(sentences):
        body = "".join(luck.choices(SYLLABLES, k=luck.randint(18, 34)))
        made.append(f"{luck.choice(PHRASES)}，{body}{luck.randint(2, 900)}人次。")
    return "".join(made)


def test_precision_and_recall_of_planted_faults(capsys: pytest.CaptureFixture[str]) -> None:
    planted = garden(11, int(os.environ.get("DOSSIER_FAULTS", "60")))
    rows = scores(planted, planted.assessor().assessment(TODAY))
    with capsys.disabled():
        print(f"\n{len(planted.records)} records under {len(planted.asks)} asks\n{HEADING}")
        print("\n".join(map(str, rows)))
    assert {row.code for row in rows} == set(EXPLANATIONS)
    assert all(row.precision >= 0.95 and row.recall >= 0.95 for row in rows)


PHOTOS = int(os.environ.get("DOSSIER_PHOTOS", "1500"))
AGAIN, COPIED = PHOTOS // 20, min(PHOTOS, 400)


def exhibition() -> PhotoIndex:
    """Distinct pictures ``o…``, and some of the same places at another moment, ``h…``."""
    index = PhotoIndex(MemoryGallery(likeness), SAME)
    for place in range(PHOTOS):
        index.add(f"o{place}", print_jpeg(encoded(scene(place))))
        if place < AGAIN:
            index.add(f"h{place}", print_jpeg(encoded(scene(place, 1))))
    index.changed()
    return index


def refound(index: PhotoIndex, way: str, place: int) -> tuple[bool, int]:
    """Whether the original of a copy is found, and how many other pictures are."""
    index.add("copy", print_jpeg(altered(scene(place), way, Random(f"{way}{place}"))))
    index.changed()
    like = index.like("copy").keys()
    index.remove("copy")
    return f"o{place}" in like, len(like - {f"o{place}"})


def test_d07_photo_reuse_recall_and_false_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    index = exhibition()
    names = [f"o{n}" for n in range(PHOTOS)] + [f"h{n}" for n in range(AGAIN)]
    false = {frozenset((name, other)) for name in names for other in index.like(name)}
    places = [n * (PHOTOS // COPIED) for n in range(COPIED)]
    seen = [place for place in places if not bare(place)]
    recall = {}
    with capsys.disabled():
        print(f"\n{PHOTOS} distinct pictures, {AGAIN} places twice: {len(false)} false pairs")
        for way in WAYS:
            found = [refound(index, way, place) for place in seen]
            recall[way] = sum(hit for hit, _others in found) / len(seen)
            others = sum(count for _hit, count in found)
            print(f"{way:18} recall {recall[way]:.4f} of {len(seen)}, {others} false")
        print(f"{len(places) - len(seen)} of {len(places)} show next to nothing: not judged")
    assert len(false) <= max(1, PHOTOS // 10_000)
    assert all(recall[way] >= 0.98 for way in GOAL)


def shaken(base: PhotoPrint, luck: Random) -> PhotoPrint:
    """A print of another picture: other hashes, other cells."""
    hashes = tuple(luck.getrandbits(64) for _ in base.hashes)
    return PhotoPrint(hashes, luck.randbytes(len(base.small)), base.side)


def test_photo_index_grows_no_worse_than_n_log_n(capsys: pytest.CaptureFixture[str]) -> None:
    base = print_jpeg(jpeg(picture(1)))
    luck, took = Random(1), {}
    for count in (12_500, 50_000):
        prints = [shaken(base, luck) for _ in range(count)]
        index = PhotoIndex(MemoryGallery(likeness), SAME)

        def fill(made: PhotoIndex = index, held: list[PhotoPrint] = prints) -> None:
            for number, item in enumerate(held):
                made.add(str(number), item)
            made.changed()

        def add_one(made: PhotoIndex = index) -> None:
            made.add("new", shaken(base, luck))
            made.changed()

        took[count] = timed(fill)
        one = timed(add_one)
    with capsys.disabled():
        print(
            f"\nphotos: {took[50_000]:.1f} s for 50,000, growth ×{took[50_000] / took[12_500]:.1f}"
            f" for ×4, one more {1000 * one:.1f} ms"
        )
    assert one < 5


def test_near_duplicates_grow_no_worse_than_n_log_n(capsys: pytest.CaptureFixture[str]) -> None:
    luck, took = Random(1), {}
    texts = [prose(luck) for _ in range(10_000)]
    sketching = timed(lambda: [sketch(text) for text in texts[:500]]) / 500
    sketches = [sketch(text) for text in texts]
    for count in (2_500, 10_000):
        index = TextLikeness()

        def fill(
            made: TextLikeness = index, held: list[tuple[int, ...]] = sketches[:count]
        ) -> None:
            for number, item in enumerate(held):
                made.add(str(number), item)
            made.changed()

        def add_one(made: TextLikeness = index) -> None:
            made.add("new", sketch(texts[0] + "新"))
            made.changed()

        took[count] = timed(fill)
        one = timed(add_one)
    with capsys.disabled():
        print(
            f"\nreports: {took[10_000]:.1f} s for 10,000, {sketching * 1000:.2f} ms to sketch one,"
            f" growth ×{took[10_000] / took[2_500]:.1f} for ×4, one more {1000 * one:.1f} ms"
        )
    assert "0" in index.like("new")


def big_edition() -> Edition:
    units = [f"{number}局" for number in range(100)]
    asks = [
        ask(
            f"Ⅲ-{n}",
            Slot("report", max_chars=1500),
            Slot("photo", min=2),
            lead=[units[n % 100]],
            cooperating=("全区各单位",),
        )
        for n in range(250)
    ]
    return replace(edition(*asks), units=tuple(Unit(name, "部门") for name in units))


def test_full_and_incremental_assessment(capsys: pytest.CaptureFixture[str]) -> None:
    of, luck, count = big_edition(), Random(3), 100_000
    texts = [facts_of(prose(luck, 6), (), words()) for _ in range(500)]
    known = [replace(item, sketch=()) for item in texts]
    held = [
        (
            record(
                n,
                Claim(f"Ⅲ-{luck.randrange(250)}", "photo" if n % 2 else "report"),
                kind="photo" if n % 2 else "report",
                unit=f"{luck.randrange(100)}局",
                form="jpeg" if n % 2 else "docx",
                event="2026-03-01",
            ),
            None if n % 2 else known[n // 2 % 500],
        )
        for n in range(1, count + 1)
    ]
    bare = Assessor(terms(of))

    def fill() -> None:
        for item, found in held:
            bare.put(item, found)

    filling = timed(fill)
    full = timed(lambda: bare.assessment(TODAY))
    again = timed(lambda: bare.assessment(TODAY))
    day = timed(lambda: bare.assessment(TODAY + dt.timedelta(days=1)))
    bare.put(record(count + 1, ("Ⅲ-7", "report"), unit="7局", event="2026-03-01"))
    one = timed(lambda: bare.assessment(TODAY + dt.timedelta(days=1)))
    with capsys.disabled():
        print(
            f"\n250 asks × 100 units, {count} records: taken in {filling:.2f} s,"
            f" assessed {full:.2f} s, another day {day:.2f} s, nothing new {1000 * again:.0f} ms,"
            f" one new file {1000 * one:.0f} ms"
        )
    assert bare.judged == 1
    assert PLACES
