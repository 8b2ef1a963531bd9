from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.bundle.bag import (
    bag_info,
    control_files,
    decoded,
    encoded,
    info_fields,
    is_declaration,
    manifest,
    manifest_lines,
)
from dossier.model.bundles import Omission
from tests.tools.bundles import AGENT, planned


def test_only_cr_lf_and_percent_are_encoded() -> None:
    assert encoded("data/a%\r\n案 b.pdf") == "data/a%25%0D%0A案 b.pdf"
    assert decoded("data/a%25%0d%0A%41") == "data/a%\r\n%41"


def test_manifest_lines_are_sorted_and_read_back() -> None:
    data = manifest([("data/b", "1" * 64), ("data/a", "0" * 64)])
    assert data == f"{'0' * 64}  data/a\n{'1' * 64}  data/b\n".encode()
    assert [line.path for line in manifest_lines([data])] == ["data/a", "data/b"]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (b"A" * 64 + b" *data/x", "data/x"),
        (b"a" * 64 + b"\t./data/x\r", "data/x"),
        (b"\xef\xbb\xbf" + b"a" * 64 + b"  data/x y ", "data/x y "),
    ],
)
def test_strangers_manifests_are_read(line: bytes, path: str) -> None:
    assert [(one.path, one.hex) for one in manifest_lines([line + b"\n"])] == [(path, "a" * 64)]


def test_nonsense_is_kept_with_its_line_number() -> None:
    [line] = manifest_lines([b"\nzz  data/x\n"])
    assert (line.number, line.hex) == (2, None)


def test_a_reason_cannot_forge_fields() -> None:
    plan = replace(
        planned(partial=True, reason="初审\nPayload-Oxum: 0.0"),
        omissions=(Omission("Ⅲ-1\r\nPartial: false", "E101 x\u2028y"),),
    )
    fields = info_fields(bag_info(plan, AGENT))
    assert fields["payload-oxum"] == [f"{sum(item.fixity.size for item in plan.files)}.4"]
    assert fields["partial"] == ["true"]
    assert fields["partial-reason"] == ["初审 Payload-Oxum: 0.0"]
    assert fields["omission"] == ["Ⅲ-1 Partial: false E101 x y"]


def test_continued_fields() -> None:
    assert info_fields(b"A: one\n  two\nB:x:y\n junk\n") == {"a": ["one two"], "b": ["x:y junk"]}


def test_declarations() -> None:
    good = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert is_declaration(good)
    assert is_declaration(good.replace(b"1.0", b"0.97").replace(b"\n", b"\r\n"))
    assert not is_declaration(good.replace(b"UTF-8", b"GBK"))
    assert not is_declaration(b"")


def test_control_files_seal_each_other() -> None:
    files = control_files(planned(), {"index.html": b"x"}, AGENT)
    seal = files["tagmanifest-sha256.txt"]
    assert isinstance(seal, bytes)
    listed = {line.path for line in manifest_lines([seal])}
    assert listed == files.keys() - {"tagmanifest-sha256.txt"}
