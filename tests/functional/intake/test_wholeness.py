from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from dossier.intake.wholeness import Whole, look_at_ends
from tests.tools.zip_maker import Entry, zip_bytes


def picture(form: str) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(buffer, form)
    return buffer.getvalue()


PDF = b"%PDF-1.4\n" + b"1 0 obj\n" * 400 + b"startxref\n0\n%%EOF\n"
ZIP = zip_bytes([Entry(b"a.docx", b"content" * 50)])
SEVEN = (
    b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(4) + (5).to_bytes(8, "little") * 2 + bytes(4) + bytes(10)
)
JPEG, PNG = picture("JPEG"), picture("PNG")
THUMBNAIL = JPEG[:2] + b"\xff\xe1" + (len(JPEG) + 2).to_bytes(2, "big") + JPEG + JPEG[2:]


@pytest.mark.parametrize(
    "whole",
    [
        PDF,
        ZIP,
        SEVEN,
        JPEG,
        PNG,
        THUMBNAIL,
        JPEG + b"\0" * 9,
        JPEG + b"moving picture" * 9,
        b"text",
    ],
    ids=["pdf", "zip", "7z", "jpeg", "png", "thumbnail", "padded", "appended", "text"],
)
def test_whole_files_are_whole(tmp_path: Path, whole: bytes) -> None:
    file = tmp_path / "f"
    file.write_bytes(whole)
    assert look_at_ends(file).state is Whole.WHOLE


@pytest.mark.parametrize(
    "whole",
    [PDF, ZIP, SEVEN, JPEG, PNG, THUMBNAIL],
    ids=["pdf", "zip", "7z", "jpeg", "png", "thumb"],
)
@pytest.mark.parametrize("missing", [0.02, 0.3, 0.6])
def test_w06_a_missing_end_is_seen(tmp_path: Path, whole: bytes, missing: float) -> None:
    file = tmp_path / "f"
    file.write_bytes(whole[: -max(8, int(len(whole) * missing))])
    assert look_at_ends(file).state is Whole.UNFINISHED


def test_w06_space_set_aside_for_a_copy_is_no_end(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(PDF[:1000] + bytes(len(PDF)))
    assert look_at_ends(file).state is Whole.UNFINISHED


def test_w06_an_empty_file_may_be_the_beginning_of_one(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.touch()
    assert look_at_ends(file).state is Whole.UNFINISHED


def test_w07_w08_what_cannot_be_opened_is_tried_again(tmp_path: Path) -> None:
    ends = look_at_ends(tmp_path / "missing")
    assert ends.state is Whole.UNREADABLE
    assert ends.detail
    assert look_at_ends(tmp_path).state is Whole.UNREADABLE


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose tail fails")
def test_w07_a_tail_that_cannot_be_read_is_tried_again() -> None:
    assert os.access("/proc/self/mem", os.R_OK)
    assert look_at_ends(Path("/proc/self/mem")).state is Whole.UNREADABLE
