"""Containers of every format, made by their own programs or byte by byte."""

from __future__ import annotations

import binascii
import bz2
import email.message
import gzip
import io
import lzma
import shutil
import struct
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.intake import tool_reader
from dossier.intake.containers import (
    Expansion,
    Limits,
    Outcome,
    container_format,
    open_container,
)
from tests.tools.compound import compound_file
from tests.tools.make_files import zip_file

Open = Callable[..., Expansion]
TEXT = "文明办关于志愿服务的情况说明。" * 40
seven = pytest.mark.skipif(tool_reader.program() is None, reason="7-Zip is not installed")


@pytest.fixture
def expand(tmp_path: Path) -> Open:
    def run(
        content: bytes, name: str, limits: Limits | None = None, encoding: str | None = None
    ) -> Expansion:
        source, scratch = tmp_path / "stored", tmp_path / "scratch"
        source.write_bytes(content)
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        kind = container_format(source, name)
        assert kind is not None
        return open_container(source, kind, scratch, limits, encoding=encoding, name=name)

    return run


def contents(found: Expansion) -> dict[str, bytes]:
    return {
        "!".join(member.chain): member.path.read_bytes()
        for member in found.members
        if member.outcome is Outcome.FILE and member.path
    }


def codes(found: Expansion) -> list[str | None]:
    return [member.finding.code if member.finding else None for member in found.members]


def packed(tmp_path: Path, members: dict[str, bytes], *switches: str) -> bytes:
    """A 7z archive made by 7-Zip itself."""
    folder, target = tmp_path / "to-pack", tmp_path / "made.7z"
    shutil.rmtree(folder, ignore_errors=True)
    target.unlink(missing_ok=True)
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    command = tool_reader.program() or ""
    subprocess.run(
        [command, "a", *switches, str(target), "."], cwd=folder, check=True, capture_output=True
    )
    return target.read_bytes()


MEMBERS = {
    "材料/情况说明.txt": TEXT.encode(),
    "材料/照片.jpg": bytes(range(256)) * 30,
    "空.txt": b"",
    "通知.txt": b"x",
}


@seven
@pytest.mark.parametrize(
    "switches",
    [
        [],
        ["-m0=LZMA"],
        ["-m0=BZip2"],
        ["-m0=Deflate"],
        ["-mx=0"],
        ["-m0=PPMd"],
        ["-ms=off"],
        ["-mhc=off"],
        ["-m0=Delta:4", "-m1=LZMA2"],
    ],
    ids=lambda switches: "".join(switches) or "default",
)
def test_z01_seven_zip_of_every_method(tmp_path: Path, expand: Open, switches: list[str]) -> None:
    found = expand(packed(tmp_path, MEMBERS, *switches), "材料.7z")
    assert found.finding is None
    assert contents(found) == MEMBERS
    assert all(member.mtime_ns > 0 for member in found.members)


@seven
def test_z08_a_locked_seven_zip_needs_a_password(tmp_path: Path, expand: Open) -> None:
    found = expand(packed(tmp_path, MEMBERS, "-pgeheim"), "锁.7z")
    locked = {member.chain[0]: member.finding for member in found.members if member.finding}
    assert {finding.code for finding in locked.values()} == {"E104"}
    assert set(locked) == {"材料/情况说明.txt", "材料/照片.jpg", "通知.txt"}
    whole = expand(packed(tmp_path, MEMBERS, "-pgeheim", "-mhe=on"), "锁.7z")
    assert whole.finding is not None
    assert whole.finding.code == "E104"


@seven
def test_z07_limits_hold_for_seven_zip(tmp_path: Path, expand: Open) -> None:
    bomb = packed(tmp_path, {"bomb.txt": bytes(20_000_000)})
    for limits in (Limits(total_bytes=1000), Limits(members=0), Limits(ratio=10)):
        found = expand(bomb, "bomb.7z", limits)
        assert (found.finding is not None and found.finding.code, found.members) == ("E111", ())
    assert list((tmp_path / "scratch").iterdir()) == []


@seven
@pytest.mark.parametrize("cut", [20, 40, 100, -30, -1])
def test_e112_a_torn_seven_zip_is_said(tmp_path: Path, expand: Open, cut: int) -> None:
    whole = packed(tmp_path, MEMBERS)
    found = expand(whole[:cut], "断.7z")
    assert found.finding is not None
    assert found.finding.code == "E112"


@seven
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(at=st.integers(0, 10_000), value=st.integers(0, 255))
def test_any_damage_to_a_seven_zip_is_survived(
    tmp_path: Path, expand: Open, at: int, value: int
) -> None:
    kept = tmp_path / "kept.7z"
    if not kept.exists():
        kept.write_bytes(packed(tmp_path, MEMBERS))
    damaged = bytearray(kept.read_bytes())
    at %= len(damaged) - 6
    damaged[6 + at] = value
    found = expand(bytes(damaged), "坏.7z", Limits(total_bytes=1 << 20, ratio_floor=1 << 20))
    for name, content in contents(found).items():
        assert content == MEMBERS.get(name, content)


def rar5(members: dict[str, bytes], *, flags: int = 0) -> bytes:
    """A RAR 5 archive of stored files. Source: RAR 5.0 archive format, rarlab.com."""

    def number(value: int) -> bytes:
        out = bytearray()
        while value > 0x7F:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        return bytes([*out, value])

    def block(body: bytes) -> bytes:
        sized = number(len(body)) + body
        return struct.pack("<L", binascii.crc32(sized)) + sized

    out = b"Rar!\x1a\x07\x01\x00" + block(number(1) + number(0) + number(0))
    for name, data in members.items():
        raw = name.encode()
        fields = number(0x0004) + number(len(data)) + number(0o100644)
        fields += struct.pack("<L", binascii.crc32(data)) + number(0) + number(1)
        head = number(2) + number(2) + number(len(data))
        out += block(head + fields + number(len(raw)) + raw) + data
    return out + block(number(5) + number(0) + number(0))


def test_rar_is_opened_by_a_program(expand: Open) -> None:
    command = tool_reader.program()
    if command is None:
        pytest.skip("7-Zip is not installed")
    known = subprocess.run([command, "i"], capture_output=True, text=True, check=True).stdout
    if "Rar5" not in known:
        pytest.skip("this 7-Zip does not know RAR")
    found = expand(
        rar5({"材料/甲.txt": b"one", "../出去.txt": b"two", "丙.txt": TEXT.encode()}), "a.rar"
    )
    assert contents(found) == {"材料/甲.txt": b"one", "丙.txt": TEXT.encode()}
    assert codes(found) == [None, "E110", None]


def test_e115_without_the_program_it_is_said_what_to_install(
    expand: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    found = expand(rar5({"a.txt": b"one"}), "a.rar")
    assert found.finding is not None
    assert (found.finding.code, found.finding.parameters) == ("E115", {"format": "RAR"})


def tar_of(members: dict[str, bytes], mode: str = "w", encoding: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(
        fileobj=buffer, mode=mode, format=tarfile.GNU_FORMAT, encoding=encoding
    ) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_700_000_000
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar_of_every_compression(expand: Open, mode: str) -> None:
    found = expand(tar_of(MEMBERS, mode), "材料.tar.gz")
    assert contents(found) == MEMBERS
    assert found.members[0].mtime_ns == 1_700_000_000 * 10**9


def test_z01_tar_names_in_gbk(expand: Open) -> None:
    found = expand(tar_of({"志愿服务总结报告.txt": b"x"}, encoding="gb18030"), "a.tar")
    assert list(contents(found)) == ["志愿服务总结报告.txt"]


@pytest.mark.parametrize(
    ("pack", "name"),
    [(gzip.compress, "表.csv.gz"), (bz2.compress, "表.csv.bz2"), (lzma.compress, "表.csv.xz")],
)
def test_one_compressed_file_keeps_its_name(
    expand: Open, pack: Callable[[bytes], bytes], name: str
) -> None:
    assert contents(expand(pack(b"a,b"), name)) == {"表.csv": b"a,b"}


def test_z07_a_compressed_bomb_is_refused(expand: Open) -> None:
    for limits in (Limits(total_bytes=1000), Limits(ratio_floor=1000)):
        found = expand(gzip.compress(bytes(5_000_000)), "bomb.gz", limits)
        assert found.finding is not None
        assert found.finding.code == "E111"


def test_z07_tar_links_and_names_that_leave(expand: Open) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("../evil"))
        archive.addfile(tarfile.TarInfo("dir/good"))
    found = expand(buffer.getvalue(), "a.tar")
    assert codes(found) == ["E109", "E110", None]


def mail(attachments: dict[str, bytes], *, raw_name: bytes = b"") -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.cn", "c@d.cn", "报送材料"
    message.set_content("请查收附件。")
    for name, content in attachments.items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    data = message.as_bytes()
    return data.replace(b"RAW-NAME.doc", raw_name) if raw_name else data


def test_mails_give_their_attachments(expand: Open) -> None:
    found = expand(
        mail({"情况说明.docx": b"doc", "内.zip": zip_file({"甲.txt": TEXT})}), "报送.eml"
    )
    assert contents(found) == {"情况说明.docx": b"doc", "内.zip!甲.txt": TEXT.encode()}


@pytest.mark.parametrize(
    "raw",
    [
        "总结报告.doc".encode("gbk"),
        "总结报告.doc".encode(),
        b"=?gb2312?B?" + binascii.b2a_base64("总结报告.doc".encode("gbk")).strip() + b"?=",
    ],
    ids=["gbk", "utf-8", "encoded-words"],
)
def test_z01_attachment_names_as_mail_programs_write_them(expand: Open, raw: bytes) -> None:
    found = expand(mail({"RAW-NAME.doc": b"x"}, raw_name=raw), "a.eml")
    assert list(contents(found)) == ["总结报告.doc"]


def test_a_mail_without_attachments_has_no_members(expand: Open) -> None:
    assert expand(mail({}), "a.eml").members == ()


def test_f07_outlook_messages_give_their_attachments(expand: Open) -> None:
    place, inner = "__attach_version1.0_#00000000", "__attach_version1.0_#00000001"
    data = compound_file(
        {
            "__properties_version1.0": bytes(64),
            f"{place}/__substg1.0_37010102": TEXT.encode(),
            f"{place}/__substg1.0_3707001F": "情况说明.txt".encode("utf-16-le"),
            f"{inner}/__substg1.0_37010102": b"narrow" * 900,
            f"{inner}/__substg1.0_3704001E": "表.xls".encode("gbk"),
        }
    )
    found = expand(data, "报送.msg")
    assert contents(found) == {"情况说明.txt": TEXT.encode(), "表.xls": b"narrow" * 900}


def test_z03_a_name_can_be_read_in_the_encoding_a_person_names(expand: Open) -> None:
    from tests.tools.zip_maker import UTF8, Entry, zip_bytes

    data = zip_bytes(
        [Entry("報告.doc".encode("big5"), b"1"), Entry("总结.doc".encode("gbk"), flags=UTF8)]
    )
    assert "報告.doc" in contents(expand(data, "a.zip", encoding="big5"))
    assert "总结.doc" in contents(expand(data, "a.zip"))
    assert codes(expand(data, "a.zip"))[1] == "W103"


def test_z10_members_lie_under_short_names_of_our_own(expand: Open) -> None:
    deep = "/".join(["很长的文件夹名称" * 5] * 20) + "/文件.txt"
    (member,) = expand(tar_of({deep: b"x"}), "a.tar").members
    assert member.path is not None
    assert member.chain == (deep,)
    assert len(member.path.name) < 20
