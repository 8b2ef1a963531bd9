"""A large archive on disk as intake leaves it: 250 asks, 100 units, texts and prints of a share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from dossier.archive.layout import Layout
from dossier.archive.store import FolderStore, digest_of
from dossier.codec.edition_yaml import edition_yaml
from dossier.extract.photo_prints import SIDE
from dossier.model.editions import Edition, Indicator, Slot, Unit
from dossier.model.events import Accessioned, Claimed, Described, Event, Seen
from dossier.model.extraction import Extraction
from dossier.model.fixity import Fixity
from dossier.model.prints import PhotoPrint
from dossier.model.records import Claim, Dates, Description, Source
from dossier.settings import load_settings, template
from dossier.workflow.assessing import assessments
from dossier.workflow.create import Wishes, create
from dossier.workflow.workspace import Workspace, open_workspace
from tests.tools.assessing import KINDS, ask

NOW = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
READER = "bench/1"
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"
_SYLLABLES = [chr(code) for code in range(0x4E00, 0x5200)]
_BATCH = 2_000
_SEEN = {"width": 4000, "height": 3000, "sharpness": 120.5}


@dataclass(frozen=True, slots=True)
class Size:
    """How large an archive shall be; of the records half are reports, half are photographs. Where
    they are ``held`` there is content in the store, some bytes for each.
    """

    records: int = 100_000
    texts: int = 20_000
    pictures: int = 20_000
    asks: int = 250
    units: int = 100
    held: bool = False


def big_edition(size: Size) -> Edition:
    """Every unit leads a few asks, all cooperate in each."""
    units = tuple(Unit(f"第{number}局", "部门") for number in range(size.units))
    nodes = [Indicator(f"Ⅲ-{number + 1}", 3, f"内容{number}") for number in range(size.asks // 10)]
    asks = [
        replace(
            ask(
                f"{node.code}-{mark}",
                Slot("report", max_chars=1500),
                Slot("photo", min=2),
                lead=[units[(10 * place + at) % size.units].name],
                cooperating=("全区各单位",),
            ),
            indicator=node.code,
        )
        for place, node in enumerate(nodes)
        for at, mark in enumerate(_MARKS)
    ]
    groups = {"全区各单位": "*"}
    return Edition("big", "大体系", 2026, "城区", KINDS, tuple(nodes), tuple(asks), units, groups)


def fill(folder: Path, size: Size, luck: Random) -> Path:
    """Make the archive; the folder it lies in."""
    edition, root = folder / "big.yaml", folder / "archive"
    made = big_edition(size)
    edition.write_text(edition_yaml(made), "utf-8")
    wishes = Wishes(root, str(edition), "plain", deadline="2026-12-31")
    settings = template(
        edition=wishes.edition,
        profile=wishes.profile,
        units=None,
        inboxes=["inbox"],
        language="zh",
        deadline=wishes.deadline,
    )
    create(wishes, settings_text=settings, clock=lambda: NOW, actor="b")
    with opened(root) as workspace, workspace.archive.writing() as writer:
        for start in range(0, size.records, _BATCH):
            numbers = range(start + 1, min(start + _BATCH, size.records) + 1)
            events = [event for number in numbers for event in _arrival(number, made, size, luck)]
            writer.record(events, at=workspace.now(), by="rule:intake")
            _keep(workspace, numbers, size, luck)
            if size.held:
                _store(root, numbers)
        workspace.index.set_position(workspace.archive.catalogue.position())
    return root


def opened(root: Path) -> AbstractContextManager[Workspace]:
    """The archive, opened as a command opens it."""
    return open_workspace(load_settings(root), clock=lambda: NOW, actor="b")


def prose(luck: Random, sentences: int = 40) -> str:
    """Sentences of invented words, a fifth of them said by others too."""
    made = []
    for _ in range(sentences):
        source = Random(luck.randrange(2_000)) if luck.random() < 0.2 else luck
        made.append("".join(source.choices(_SYLLABLES, k=source.randint(18, 34))))
    return "，".join(made) + f"，共{luck.randint(2, 900)}人次。数据来源于台账12、13、14。"


def _arrival(number: int, edition: Edition, size: Size, luck: Random) -> Iterator[Event]:
    record, photo = f"2026-{number:06d}", _is_photo(number)
    wanted = luck.choice(edition.requirements)
    unit = luck.choice(edition.units).name
    form, kind = ("jpeg", "photo") if photo else ("docx", "report")
    name = f"{wanted.code} 志愿服务工作情况（第{number}号）.{form}"
    source = Source("inbox", f"{unit}/{name}")
    fixity, seen = _fixity(number, size), Seen(number, number)
    yield Accessioned(record, 1, fixity, name, source, seen, unit)
    described = Description(
        media_type="image/jpeg" if photo else "application/vnd.openxmlformats",
        format=form,
        title=None if photo else f"第{number}号情况说明",
        kind=kind,
        dates=Dates(event="2026-03-01", received="2026-06-01"),
        pages=None if photo else 3,
        chars=1100 if not photo and _is_read(number, size) else 0,
        usable=True,
        details=_SEEN if photo and _is_read(number, size) else {},
        origins={"kind": "folder", "title": "text"},
    )
    if number % 4:
        yield Claimed(record, Claim(wanted.code, kind, unit, reason=f"name: {wanted.code}"))
    yield Described(record, 1, described, READER)


def _fixity(number: int, size: Size) -> Fixity:
    if size.held:
        return Fixity(digest_of(b"%d" % number), len(b"%d" % number))
    return Fixity(f"sha256:{number:064x}", 100_000 + number)


def _store(root: Path, numbers: range) -> None:
    """What would take an hour to take in, laid where the store would have put it."""
    store = FolderStore(Layout(root).store)
    for number in numbers:
        path = store.path(digest_of(b"%d" % number))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%d" % number)


def _is_photo(number: int) -> bool:
    return number % 2 == 1


def _is_read(number: int, size: Size) -> bool:
    """Whether anything is known of its content; the rest are scans and odd formats."""
    return (number - 1) // 2 < (size.pictures if _is_photo(number) else size.texts)


def _keep(workspace: Workspace, numbers: range, size: Size, luck: Random) -> None:
    """What reading would have found out about contents."""
    read = {}
    for number in (number for number in numbers if _is_read(number, size)):
        found = Extraction("docx", "application/x", "" if _is_photo(number) else prose(luck))
        picture = some_print(luck) if _is_photo(number) else None
        read[f"sha256:{number:064x}"] = replace(found, picture=picture)
    assessments(workspace).contents.keep(read)


def some_print(luck: Random) -> PhotoPrint:
    """The print of a picture like no other: its cuts differ a little from the whole."""
    whole = luck.getrandbits(64)
    cuts = [whole ^ (1 << luck.randrange(64)) ^ (1 << luck.randrange(64)) for _ in range(7)]
    return PhotoPrint((whole, *cuts), luck.randbytes(SIDE * SIDE), SIDE)
