from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.intake.containers import (
    Expansion,
    Limits,
    Member,
    Outcome,
    container_format,
    open_container,
)
from tests.tools.zip_maker import UTF8, Entry, zip_bytes

Open = Callable[..., Expansion]


@pytest.fixture
def expand(tmp_path: Path) -> Open:
    def run(content: bytes, limits: Limits | None = None) -> Expansion:
        source, scratch = tmp_path / "source.zip", tmp_path / "scratch"
        source.write_bytes(content)
        scratch.mkdir()
        return open_container(source, "zip", scratch, limits)

    return run


def names(found: Expansion) -> list[str]:
    return ["!".join(member.chain) for member in found.members]


def codes(found: Expansion) -> list[str | None]:
    return [member.finding.code if member.finding else None for member in found.members]


def content(member: Member) -> bytes:
    assert member.path is not None
    return member.path.read_bytes()


def test_z03_each_entry_is_decoded_on_its_own(expand: Open) -> None:
    found = expand(
        zip_bytes(
            [
                Entry("志愿服务/总结报告.docx".encode("gbk"), b"gbk"),
                Entry("志愿服务/活动方案.docx".encode(), b"flagged", flags=UTF8),
                Entry("志愿服务/照片说明.docx".encode(), b"bare"),
                Entry("王琝誠猏.docx".encode("gbk"), b"5c", deflate=True),
            ]
        )
    )
    assert found.finding is None
    assert names(found) == [
        "志愿服务/总结报告.docx",
        "志愿服务/活动方案.docx",
        "志愿服务/照片说明.docx",
        "王琝誠猏.docx",
    ]
    assert [content(member) for member in found.members] == [b"gbk", b"flagged", b"bare", b"5c"]
    assert [member.encoding for member in found.members[:3]] == ["gb18030", "utf-8", "utf-8"]


def test_z04_a_name_of_255_bytes_and_longer_is_only_a_label(expand: Open) -> None:
    found = expand(zip_bytes([Entry(("长" * 300 + ".pdf").encode(), flags=UTF8)]))
    (member,) = found.members
    assert member.chain == ("长" * 300 + ".pdf",)
    assert content(member) == b"x"


def test_w103_a_doubtful_name_is_said(expand: Open) -> None:
    found = expand(zip_bytes([Entry(b"\xff\xfe\xff.doc")]))
    assert (codes(found), found.members[0].outcome) == (["W103"], Outcome.FILE)


@pytest.mark.parametrize(
    "name",
    [
        b"../evil.docx",
        b"a/../../evil",
        b"/etc/passwd",
        b"C:\\evil.docx",
        b"\\\\host\\x",
        b"..\\evil",
    ],
)
def test_z07_e110_names_that_leave_are_refused_and_their_neighbours_are_not(
    expand: Open, tmp_path: Path, name: bytes
) -> None:
    found = expand(zip_bytes([Entry(name), Entry(b"good.docx")]))
    assert codes(found) == ["E110", None]
    assert found.members[0].path is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scratch", "source.zip"]


def test_z08_e104_locked_members_need_a_password(expand: Open) -> None:
    found = expand(zip_bytes([Entry(b"locked.pdf", flags=1), Entry(b"open.pdf")]))
    assert codes(found) == ["E104", None]
    assert found.members[0].outcome is Outcome.REFUSED


def test_e109_links_inside_are_no_documents(expand: Open) -> None:
    found = expand(zip_bytes([Entry(b"link", b"/etc/passwd", mode=0o120777)]))
    assert codes(found) == ["E109"]


@pytest.mark.parametrize(
    "entry",
    [
        Entry(b"a", b"abc", crc=1),
        Entry(b"a", b"\x07garbage", method=8),
        Entry(b"a", b"abc", method=9),
        Entry(b"a", b"a" * 5000, deflate=True, declared=10),
        Entry(b"a", b"abc", declared=99),
    ],
    ids=["crc", "stream", "method", "declares-less", "declares-more"],
)
def test_w17_e112_a_damaged_member_does_not_stop_the_next(expand: Open, entry: Entry) -> None:
    found = expand(zip_bytes([entry, Entry(b"good.pdf", b"good")]))
    assert codes(found) == ["E112", None]
    assert content(found.members[1]) == b"good"


@pytest.mark.parametrize("torn", [b"PK\x03\x04", zip_bytes([Entry(b"a.pdf")])[:-30]])
def test_e112_a_torn_container_is_said(expand: Open, torn: bytes) -> None:
    found = expand(torn)
    assert (found.finding is not None and found.finding.code, found.members) == ("E112", ())


def test_folders_and_ignored_names_are_counted_by_rule(expand: Open) -> None:
    found = expand(
        zip_bytes(
            [Entry("材料/".encode(), b"", flags=UTF8), Entry(b"__MACOSX/._a"), Entry(b"~$a.doc")]
        )
    )
    assert [(m.outcome, m.rule) for m in found.members] == [
        (Outcome.IGNORED, "folder-entry"),
        (Outcome.IGNORED, "macos-zip"),
        (Outcome.IGNORED, "office-lock"),
    ]


def test_z09_nested_members_know_their_parents(expand: Open) -> None:
    inner = zip_bytes([Entry("报告.docx".encode("gbk"), b"report")])
    found = expand(zip_bytes([Entry("内层.zip".encode("gbk"), inner), Entry(b"b.pdf")]))
    assert names(found) == ["内层.zip", "内层.zip!报告.docx", "b.pdf"]
    assert [m.outcome for m in found.members] == [Outcome.CONTAINER, Outcome.FILE, Outcome.FILE]
    assert content(found.members[1]) == b"report"


def test_a_nested_container_that_will_not_open_is_kept_as_a_file(expand: Open) -> None:
    torn = zip_bytes([Entry(b"a.pdf", b"y" * 90)])[:-30]
    found = expand(zip_bytes([Entry(b"torn.zip", torn), Entry(b"b.pdf")]))
    assert [(m.outcome, c) for m, c in zip(found.members, codes(found), strict=True)] == [
        (Outcome.FILE, "E112"),
        (Outcome.FILE, None),
    ]
    assert content(found.members[0]) == torn


def nested(depth: int) -> bytes:
    inner = b"core"
    for _ in range(depth):
        inner = zip_bytes([Entry(b"in.zip", inner)])
    return inner


@pytest.mark.parametrize(
    ("archive", "limits"),
    [
        (nested(6), Limits()),
        (zip_bytes([Entry(b"%d" % n) for n in range(11)]), Limits(members=10)),
        (zip_bytes([Entry(b"a", b"x" * 600), Entry(b"b", b"x" * 600)]), Limits(total_bytes=1000)),
        (
            zip_bytes([Entry(b"a"), Entry(b"z.zip", zip_bytes([Entry(b"b", b"x" * 900)]))]),
            Limits(total_bytes=1500),
        ),
        (
            zip_bytes([Entry(b"bomb", bytes(200_000), deflate=True)]),
            Limits(ratio_floor=100_000),
        ),
        (zip_bytes([Entry(b"long" * 5000)]), Limits(members=10)),
    ],
    ids=["depth", "members", "bytes", "bytes-nested", "ratio", "directory"],
)
def test_z07_e111_a_limit_passed_leaves_nothing_behind(
    expand: Open, tmp_path: Path, archive: bytes, limits: Limits
) -> None:
    found = expand(archive, limits)
    assert (found.finding is not None and found.finding.code, found.members) == ("E111", ())
    assert list((tmp_path / "scratch").iterdir()) == []


def test_z07_limits_are_reached_without_refusal(expand: Open) -> None:
    found = expand(nested(5))
    assert (found.finding, names(found)[-1].count("!")) == (None, 4)


def test_two_members_of_one_name_are_both_kept(expand: Open) -> None:
    found = expand(
        zip_bytes([Entry(b"a.b/x.pdf", b"1"), Entry(b"a.b/x.pdf", b"2"), Entry(b"n"), Entry(b"n")])
    )
    assert names(found) == ["a.b/x.pdf", "a.b/x~2.pdf", "n", "n~2"]


def test_an_impossible_date_is_no_reason_to_fail(expand: Open) -> None:
    archive = bytearray(zip_bytes([Entry(b"a.pdf")]))
    at = archive.index(b"PK\x01\x02") + 12
    archive[at : at + 4] = bytes(4)
    (member,) = expand(bytes(archive)).members
    assert member.mtime_ns == 0


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("[Content_Types].xml", None),
        ("OFD.xml", None),
        ("mimetype", None),
        ("META-INF/MANIFEST.MF", None),
        ("报告.docx", "zip"),
    ],
)
def test_f07_documents_in_a_zips_clothes_are_no_containers(
    tmp_path: Path, mark: str, expected: str | None
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(mark, "x")
    whole, torn, plain = tmp_path / "whole", tmp_path / "torn", tmp_path / "plain"
    whole.write_bytes(buffer.getvalue())
    torn.write_bytes(buffer.getvalue()[:-30])
    plain.write_bytes(b"%PDF-1.4")
    assert [container_format(path) for path in (whole, torn, plain)] == [expected, expected, None]
