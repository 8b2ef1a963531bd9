"""Full-text search beside SQLite FTS5 over the same pieces; figures are printed, never asserted."""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from dossier.model.search import IndexItem
from dossier.search.analysis import contains, normalise, pieces, required_pieces
from dossier.search.whoosh_index import WhooshIndex

pytestmark = pytest.mark.bench

MANY, FEW, BATCH = 10_000, 100, 100
_SUBJECTS = (
    "市委宣传部 各县区 文明办 创建办 住建局 城管局 教育局 公安局 卫健委 街道社区 志愿服务队 "
    "新时代文明实践站 责任单位 窗口单位 物业企业"
)
_VERBS = (
    "印发 组织开展 统筹推进 督促落实 检查验收 巩固提升 通报 部署 完善 健全 加强 制定 实施 "
    "宣传 动员 整改"
)
_OBJECTS = (
    "全国文明城市创建工作 未成年人思想道德建设 公益广告 环境卫生整治 背街小巷改造 垃圾分类 "
    "交通秩序 诚信建设 志愿服务 网络文明 校园周边环境 农贸市场管理 无障碍设施 心理健康辅导 "
    "文明交通劝导 测评体系"
)
_TAILS = (
    "工作方案 实施意见 情况报告 统计表 会议纪要 长效机制 责任清单 时间安排 整改台账 评价意见 "
    "经验做法 存在问题 下一步打算 具体措施"
)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = [chr(code) for code in range(0x4E00, 0x9FA5, 23)]


class Town:
    """Invented papers of about 1,500 characters."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._parts = [part.split() for part in (_SUBJECTS, _VERBS, _OBJECTS, _TAILS)]

    def _name(self) -> str:
        return self._chance.choice(_SURNAMES) + "".join(self._chance.choices(_GIVEN, k=2))

    def sentence(self) -> str:
        words = [self._chance.choice(part) for part in self._parts]
        extra = [
            f"联系人{self._name()}，",
            f"共{self._chance.randrange(3000)}处，",
            f"{self._name()}路至{self._name()}街，",
            "",
        ]
        return "".join(words) + "，" + self._chance.choice(extra)

    def paper(self, number: int) -> IndexItem:
        length = self._chance.randrange(800, 2200)
        text = ""
        while len(text) < length:
            text += self.sentence() + ("。\n" if self._chance.random() < 0.3 else "")
        return IndexItem(number, f"附件{number}.pdf", self.sentence().rstrip("，"), text)


class Shelf:
    """Texts as an archive keeps them: compressed."""

    def __init__(self, papers: Iterable[IndexItem]) -> None:
        self._kept = {paper.number: zlib.compress(paper.text.encode(), 1) for paper in papers}

    def __call__(self, numbers: Sequence[int]) -> Mapping[int, str]:
        return {n: zlib.decompress(self._kept[n]).decode() for n in numbers}


class Peer:
    """SQLite FTS5 over the same pieces, candidates checked against the texts alike."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute(
            "CREATE VIRTUAL TABLE papers USING fts5(text, content='', detail=none)"
        )

    def add(self, papers: Iterable[IndexItem]) -> None:
        rows = ((p.number, " ".join(pieces(normalise(p.text)))) for p in papers)
        with self.connection:
            self.connection.executemany("INSERT INTO papers(rowid, text) VALUES (?, ?)", rows)

    def search(self, query: str, texts: Shelf) -> int:
        wanted = " ".join(f'"{piece}"' for piece in required_pieces(query))
        found = self.connection.execute(
            "SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY rank", (wanted,)
        ).fetchall()
        if len(query) <= 2:
            return len(found)
        known = texts([number for (number,) in found])
        return sum(contains(text, query) for text in known.values())


def _cpu(action: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    start = time.process_time()
    action()
    return 1000 * (time.process_time() - start)


def _wall(action: Callable[[], object]) -> float:
    """Milliseconds on the clock."""
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def _spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"p50 {statistics.median(ordered):7.2f}  p95 {ordered[int(0.95 * len(ordered))]:7.2f}"


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(ours) / statistics.median(theirs)


def _files(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern))


def _build(add: Callable[[Sequence[IndexItem]], None], papers: Sequence[IndexItem]) -> float:
    return sum(
        _cpu(lambda at=at: add(papers[at : at + BATCH]))  # type: ignore[misc]
        for at in range(0, len(papers), BATCH)
    )


def _searchable(index: WhooshIndex, paper: IndexItem, texts: Shelf) -> None:
    index.add([paper])
    marker = paper.text[:6]
    found = index.search(marker, allowed={paper.number}, limit=1, texts=texts)
    assert found.total == 1


def test_search(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    town = Town()
    papers = [town.paper(number) for number in range(MANY)]
    later = [town.paper(number) for number in range(MANY, MANY + 60)]
    texts = Shelf([*papers, *later])
    size = sum(len(paper.text.encode()) for paper in papers)
    many, few = WhooshIndex(tmp_path / "many"), WhooshIndex(tmp_path / "few")
    peer = Peer(tmp_path / "peer.db")
    lines = [f"{MANY} papers, {size / MANY:.0f} bytes of text each, batches of {BATCH}"]

    ours, theirs = _build(many.add, papers) / MANY, _build(peer.add, papers) / MANY
    rates = f"ours {ours:.2f} ({1000 / ours:.0f}/s), FTS5 {theirs:.2f} ({1000 / theirs:.0f}/s)"
    lines.append(f"CPU ms per paper: {rates}, ratio {ours / theirs:.2f}")
    index_size = _files(tmp_path / "many", "*.tbl")
    lines.append(
        f"index ÷ text: ours {index_size / size:.2f}, "
        f"FTS5 {_files(tmp_path, 'peer.db*') / size:.2f}"
    )

    few.add(papers[:FEW])
    times: dict[str, list[float]] = {"many": [], "few": []}
    for paper in later:
        times["many"].append(_wall(lambda p=paper: _searchable(many, p, texts)))  # type: ignore[misc]
        times["few"].append(_wall(lambda p=paper: _searchable(few, p, texts)))  # type: ignore[misc]
    lines += [
        f"one paper added and found, ms, {MANY}: {_spread(times['many'])}",
        f"one paper added and found, ms, {FEW}: {_spread(times['few'])}",
        f"ratio of medians {_ratio(times['many'], times['few']):.2f}",
    ]

    chance = random.Random(2)
    for length in (1, 2, 3, 4, 8):
        queries = _parts(papers, length, chance)
        taken = [
            _wall(lambda q=q: many.search(q, allowed=None, limit=20, texts=texts))  # type: ignore[misc]
            for q in queries
        ]
        peers = [_wall(lambda q=q: peer.search(q, texts)) for q in queries]  # type: ignore[misc]
        lines.append(f"{length} characters, ms: ours {_spread(taken)}   FTS5 {_spread(peers)}")
        for query in queries[:5]:
            found = many.search(query, allowed=set(range(MANY)), limit=1, texts=texts)
            assert found.total >= peer.search(query, texts) > 0
    many.close()
    few.close()
    with closing(peer.connection), capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def _parts(papers: Sequence[IndexItem], length: int, chance: random.Random) -> list[str]:
    """Strings of letters and digits that stand somewhere in the papers."""
    found: list[str] = []
    while len(found) < 20:
        text = chance.choice(papers).text
        start = chance.randrange(len(text) - length)
        part = text[start : start + length]
        if part.isalnum() and normalise(part) == part:
            found.append(part)
    return found
