"""A clerk's day in a real terminal: the program runs in tmux, keys are pressed, screens are read.

From an empty folder to a verified bundle, and through a power cut.
"""

from __future__ import annotations

import base64
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.model.records import RecordState
from dossier.settings import load_settings
from dossier.workflow.find import Selection, list_records
from dossier.workflow.workspace import open_workspace
from tests.functional.tui.conftest import ACTOR, FILES, NOW
from tests.functional.tui.test_rooms import states
from tests.tools.make_files import docx_file
from tests.tools.tmux import PATIENCE, Terminal, terminal, there_is_tmux

pytestmark = pytest.mark.skipif(
    not there_is_tmux(), reason="tmux is not installed: apt-get install tmux"
)
DOSSIER = (sys.executable, "-m", "dossier", "--lang", "zh")
LATE = ("道德讲堂活动情况报告", "二〇二六年五月，文明办举办道德讲堂十二场，参加三千人次。")


@pytest.fixture
def socket_folder() -> Iterator[Path]:
    """A short path: the address of a socket has room for about a hundred characters."""
    with tempfile.TemporaryDirectory(prefix="walk-") as folder:
        yield Path(folder)


def dossier(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DOSSIER, *words], capture_output=True, text=True, encoding="utf-8", check=False
    )


def found(root: Path, state: str) -> list[str]:
    with open_workspace(load_settings(root), clock=lambda: NOW, actor=ACTOR) as workspace:
        return [
            record.name
            for record in list_records(workspace, Selection(states=(state,), limit=None))[1]
        ]


def take_in(screen: Terminal, root: Path) -> None:
    """A unit delivers late; F10 takes it in."""
    late = root / "inbox" / "文明办" / "迟到的材料.docx"
    late.write_bytes(docx_file(LATE))
    os.utime(late, (late.stat().st_mtime - 3600,) * 2)
    screen.keys("F10")
    screen.shows("看到 1 = 归档 1")
    screen.keys("Escape")


def triage(screen: Terminal) -> None:
    """The first suggestion is right; the next file's is not."""
    screen.keys("F4")
    screen.shows("21 个待归类", "Ⅲ-2-2-①")
    screen.keys("1")
    screen.shows("已将 1 件归入 Ⅲ-2-2-①", "20 个待归类", "按 ^Z 撤销")
    screen.keys("C-n")
    screen.shows("不再为 1 个文件建议")


def judge(screen: Terminal) -> None:
    """One ask's paper is accepted, another's is sent back."""
    screen.keys("F2")
    screen.shows("全部要求：30/30", "^A 采用")
    find(screen, "道德模范评选", "Ⅲ-1-1-①  道德模范评选表彰办法")
    screen.until(lambda: screen.keys("C-a"), "已采用 1 件", "按 ^Z 撤销")
    find(screen, "志愿服务年度安排", "Ⅲ-2-1-①  志愿服务年度安排")
    screen.until(lambda: screen.keys("C-r"), "原因（会写给单位看）")
    screen.keys("Enter")
    screen.shows("原因（会写给单位看）", without="从上面选")
    screen.until(lambda: screen.keys("Enter"), "已退回 1 件", "按 ^Z 撤销")


def find(screen: Terminal, words: str, title: str) -> None:
    """Narrow the tree to one ask, over the words that stand there, and go to its records."""
    screen.keys("C-f")
    screen.shows("^F 筛选", without="^A 采用")
    screen.until(lambda: screen.types(words), "全部要求：1/30", title)
    screen.keys("Enter")
    screen.shows("^A 采用")
    screen.keys("Enter")


def bundle(screen: Terminal) -> None:
    """The team looks at where it stands, then makes a partial bundle and has it verified."""
    screen.keys("F1")
    screen.shows("不齐全", "下一步")
    screen.keys("F7")
    screen.shows("E301", "材料不够")
    screen.keys("F8")
    screen.shows("未列入")
    screen.keys("Tab", "Tab", "Tab", "Tab", "Tab", "Enter")
    screen.shows("完整", "部分")
    screen.until(lambda: screen.keys("Down", "Enter"), "部分", without="完整")
    screen.keys("Tab")
    screen.until(lambda: screen.types("交初审"), "交初审")
    screen.keys("C-g")
    screen.shows("已生成")
    screen.keys("C-r")
    screen.shows("校验通过")


def test_a_campaign_from_an_empty_folder_to_a_verified_bundle(
    tmp_path: Path, socket_folder: Path
) -> None:
    start = tmp_path / "资料组"
    start.mkdir()
    root = start / "dossier-demo"
    with terminal(socket_folder, (100, 32), [*DOSSIER, "-C", str(start)]) as screen:
        screen.shows("这个文件夹里还没有档案库")
        screen.keys("C-d")
        screen.shows("教程示例测评体系", "个文件待归类")
        made = set((root / "bundles").iterdir())
        take_in(screen, root)
        triage(screen)
        judge(screen)
        bundle(screen)
        screen.keys("C-q")
        screen.ends()
    assert found(root, "accepted")
    assert len(found(root, "returned")) == 1
    (fresh,) = set((root / "bundles").iterdir()) - made
    verdict = dossier("verify", str(fresh))
    assert verdict.returncode == 0, verdict.stderr
    assert dossier("-C", str(root), "audit").returncode == 0


def test_t05_what_is_copied_inside_tmux_is_in_its_buffer(
    archive: Path, socket_folder: Path
) -> None:
    with terminal(socket_folder, (100, 30), [*DOSSIER, "-C", str(archive), "tui"]) as screen:
        screen.shows("个文件待归类")
        screen.keys("F4")
        screen.shows("个待归类")
        screen.until(lambda: screen.keys("C-y"), "已复制")
        copied = screen.copied()
    number, name, place = copied.split("\t")
    assert number.startswith("2026-0000")
    assert name in place
    assert place in FILES


def test_t05_over_a_plain_connection_the_terminal_is_told_to_copy(archive: Path) -> None:
    """What ssh carries is what the program prints: OSC 52 with the text in it."""
    environment = {key: text for key, text in os.environ.items() if key not in ("TMUX", "NO_COLOR")}
    ours, its = os.openpty()
    with subprocess.Popen(
        [*DOSSIER, "-C", str(archive), "tui"],
        stdin=its,
        stdout=its,
        stderr=its,
        env=environment | {"TERM": "xterm"},
    ) as program:
        os.close(its)
        _read_until(ours, "总览".encode())
        os.write(ours, b"\x1bOS")  # F4
        _read_until(ours, "个待归类".encode())
        os.write(ours, b"\x19")  # Ctrl+Y
        printed = _read_until(ours, b"\x1b]52;c;", b"\x07")
        program.kill()
    os.close(ours)
    copied = base64.b64decode(printed.rpartition(b"\x1b]52;c;")[2].partition(b"\x07")[0])
    assert copied.decode("utf-8").startswith("2026-0000")


def _read_until(terminal: int, *signs: bytes) -> bytes:
    """What a terminal prints up to the last of several signs in their order."""
    printed, place = b"", 0
    for sign in signs:
        while (found := printed.find(sign, place)) < 0:
            assert select.select([terminal], [], [], PATIENCE)[0], printed[-2_000:]
            printed += os.read(terminal, 1 << 16)
        place = found + len(sign)
    return printed


def test_a_decision_survives_a_power_cut_c08(archive: Path, socket_folder: Path) -> None:
    before = list(states(archive).values()).count(RecordState.UNPLACED)
    with terminal(socket_folder, (80, 24), [*DOSSIER, "-C", str(archive), "tui"]) as screen:
        screen.shows("个文件待归类")
        screen.keys("F4")
        screen.shows("个待归类", "90%")
        screen.keys("1")
        screen.shows("按 ^Z 撤销")
        screen.kill()
        screen.ends()
        screen.restart()
        screen.shows(f"{before - 1} 个待归类")
    assert list(states(archive).values()).count(RecordState.UNPLACED) == before - 1
