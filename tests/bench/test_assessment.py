"""The assessment on a generated archive: precision and recall for each code, growth, speed.

Faults are planted in known number and place, beside look-alikes that are none. Ratios are printed.
"""

from __future__ import annotations

import datetime as dt
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
from dossier.rules.likeness_index import TextLikeness
from dossier.rules.noting import other_of
from dossier.rules.photo_index import MemoryGallery, PhotoIndex
from dossier.rules.text_facts import facts_of
from dossier.rules.text_sketch import sketch
from dossier.workflow.assessing import uncollected
from tests.tools.assessing import (
    PLACES,
    TODAY,
    Held,
    ask,
    cropped,
    edition,
    facts,
    jpeg,
    picture,
    print_jpeg,
    record,
    terms,
    words,
)

pytestmark = pytest.mark.bench
SURNAMES = "王李张刘陈"
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


class Plant:
    """An archive with planted faults: ``truth`` holds code and record(s) of each."""

    def __init__(self, seed: int) -> None:
        self.luck = Random(seed)
        self.held: list[Held] = []
        self.truth: set[tuple[str, frozenset[str]]] = set()
        self.policy = prose(self.luck, 40)
        self.add(self.policy, kind="policy")

    def add(self, text: str, *, unit: str | None = None, kind: str = "report", **more: str) -> str:
        number = len(self.held) + 1
        name = unit or self.luck.choice(UNITS)
        made = record(number, unit=name, kind=kind, content=text, **more)  # type: ignore[arg-type]
        self.held.append((made, facts(text), None))
        return made.id

    def photo(self, data: bytes, unit: str) -> str:
        number = len(self.held) + 1
        made = record(number, unit=unit, kind="photo", form="jpeg", content=str(hash(data)))
        self.held.append((made, None, print_jpeg(data)))
        return made.id

    def expect(self, code: str, *records: str) -> None:
        self.truth.add((code, frozenset(records)))

    def grow(self, times: int) -> None:
        for turn in range(times):
            self._clean()
            self._near(turn)
            self._last_year()
            self._remnants()
            self._places()
            self._figures(turn)
            self._numbers(turn)

    def _clean(self) -> None:
        luck = self.luck
        start = luck.randrange(len(self.policy) // 2)
        quoted = self.policy[start : start + 500].replace("。", "，")
        for _ in range(4):
            self.add(prose(luck))
        for unit in luck.sample(UNITS, 2):
            self.add(f"按照《条例》规定，{quoted}。" + prose(luck, 12), unit=unit)
            self.add(self.policy[start : start + 500] + prose(luck, 12), unit=unit)
        self.add(prose(luck) + f"{luck.choice(SURNAMES)}某某见义勇为，展板3×5米，云溪区青澜市。")
        self.add(prose(luck) + "赴张家港市学习考察，借鉴海盐县经验，依据《江苏省条例》。")

    def _near(self, turn: int) -> None:
        one, two = self.luck.sample(UNITS, 2)
        text = prose(self.luck)
        share = (1.0, 0.7, 0.55)[turn % 3]
        kept = text[: int(len(text) * share)]
        first = self.add(text, unit=one)
        rest = prose(self.luck, 1 + round(24 * (1 - share)))
        self.expect("W411", first, self.add(kept + rest, unit=two))

    def _last_year(self) -> None:
        unit, text = self.luck.choice(UNITS), prose(self.luck)
        old = self.add(f"2025年，{text}", unit=unit, issued="2025-03-01")
        new = text.replace("2", "3").replace("7", "8")
        self.expect("W412", old, self.add(f"2026年，{new}", unit=unit, issued="2026-03-01"))

    def _remnants(self) -> None:
        left = self.luck.choice(
            ["XX市", "20XX年", "××名群众", "某某社区", "（此处填写活动情况）", "xx局", "**街道"]
        )
        middle = self.luck.choice(PHRASES)
        self.expect(
            "W421", self.add(prose(self.luck, 9) + f"{middle}，{left}参加。" + prose(self.luck))
        )

    def _places(self) -> None:
        place = self.luck.choice(["张家港市", "海盐县", "江苏省"])
        self.expect("W422", self.add(prose(self.luck) + f"{place}全面推进创建。"))

    def _figures(self, turn: int) -> None:
        one, two, three = self.luck.sample(UNITS, 3)
        name = "".join(self.luck.choices(SYLLABLES, k=4)) + "人数"
        said = f"2025年，全区{name}达到{turn + 2}万人。"
        first = self.add(prose(self.luck, 6) + said, unit=one)
        self.add(prose(self.luck, 6) + said.replace("万人", "0000人"), unit=three)
        other = self.add(prose(self.luck, 6) + said.replace("达到", "为2"), unit=two)
        self.expect("W431", first, other)

    def _numbers(self, turn: int) -> None:
        organ = f"云{self.luck.choice(UNITS)}{turn}发"
        days = ["2026-01-12", "2026-02-20", "2026-03-02"]
        names = [
            self.add(
                prose(self.luck, 4),
                kind="policy",
                doc_number=f"{organ}〔2026〕{serial}号",
                issued=day,
                title="关于" + "".join(self.luck.choices(SYLLABLES, k=5)) + "的通知",
            )
            for serial, day in zip((3, 5, 9), days, strict=True)
        ]
        bad = self.add(
            prose(self.luck, 4),
            kind="policy",
            doc_number=f"{organ}〔2026〕12号",
            issued="2026-01-20",
            title="关于后补的通知",
        )
        self.expect("W433", bad, names[-1])


def changed(seed: int, luck: Random) -> bytes:
    """A resized, recompressed or slightly cropped copy of a picture."""
    image = picture(seed)
    edges = [luck.uniform(0, 0.02) for _ in range(4)]
    turn = seed % 3
    if turn == 0:
        return jpeg(image.resize((luck.randint(300, 700), luck.randint(240, 520))), 80)
    if turn == 1:
        return jpeg(image, luck.randint(30, 60))
    return jpeg(cropped(image, *edges), 75)


def scored(
    truth: set[tuple[str, frozenset[str]]], seen: set[tuple[str, frozenset[str]]]
) -> dict[str, tuple[float, float, int]]:
    rows = {}
    for code in sorted({code for code, _names in truth | seen}):
        wanted = {item for item in truth if item[0] == code}
        found = {item for item in seen if item[0] == code}
        right = len(wanted & found)
        rows[code] = (right / max(1, len(found)), right / max(1, len(wanted)), len(wanted))
    return rows


def test_precision_and_recall_of_planted_faults(capsys: pytest.CaptureFixture[str]) -> None:
    plant = Plant(11)
    plant.grow(60)
    ours = frozenset({"青澜市", "云溪区"})
    assessor = Assessor(terms(edition(), ours=ours))
    for item in plant.held:
        assessor.put(*item)
    seen = {
        (item.code, frozenset(filter(None, (item.subject, other_of(item)))))
        for item in assessor.assessment(TODAY).findings
    }
    rows = scored(plant.truth, seen)
    with capsys.disabled():
        print(f"\n{len(plant.held)} records")
        for code, (precision, recall, count) in rows.items():
            print(f"{code}: precision {precision:.3f} recall {recall:.3f} of {count}")
    assert set(rows) == {"W411", "W412", "W421", "W422", "W431", "W433"}
    assert all(precision >= 0.95 and recall >= 0.95 for precision, recall, _count in rows.values())


def test_d07_photo_reuse_recall_and_false_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    luck, originals, halls = Random(5), 300, 60
    index = PhotoIndex(MemoryGallery(likeness), SAME)
    for seed in range(originals):
        index.add(f"o{seed}", print_jpeg(jpeg(picture(seed))))
    for seed in range(halls):
        index.add(f"h{seed}", print_jpeg(jpeg(picture(seed, crowd=seed + 9000))))
    for seed in range(originals):
        index.add(f"c{seed}", print_jpeg(changed(seed, luck)))
    found = sum(f"o{seed}" in index.like(f"c{seed}") for seed in range(originals))
    pairs = {
        frozenset((f"{kind}{seed}", other))
        for kind, number in (("o", originals), ("h", halls), ("c", originals))
        for seed in range(number)
        for other in index.like(f"{kind}{seed}")
    }
    false = [
        pair
        for pair in pairs
        if len({name[1:] for name in pair}) > 1 or any("h" in n for n in pair)
    ]
    with capsys.disabled():
        print(
            f"\nphoto reuse: recall {found / originals:.4f}, false pairs {len(false)}"
            f" of {2 * originals + halls} pictures, {halls} of them the same hall again"
        )
    assert found / originals >= 0.98
    assert len(false) <= 1


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

        took[count] = timed(fill)
        one = timed(lambda made=index: made.add("new", shaken(base, luck)))  # type: ignore[misc]
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

        took[count] = timed(fill)
        one = timed(lambda made=index: made.add("new", sketch(texts[0] + "新")))  # type: ignore[misc]
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
