"""Previews: made when asked for, small, kept by digest, disposable."""

from __future__ import annotations

import io
import shutil

from PIL import Image

from dossier.extract.preview import MAX_BYTES, SIDE
from dossier.workflow.previews import Previews, preview, tidy
from dossier.workflow.workspace import Workspace
from tests.functional.reading.conftest import Put
from tests.tools import make_files as make


def noise(width: int, height: int) -> bytes:
    import random

    image = Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_pages_and_pictures_have_small_previews(workspace: Workspace, put: Put) -> None:
    found = put(
        {
            "文.pdf": make.pdf_file(["第一页文字内容", "第二页文字内容"]),
            "大图.png": noise(2000, 1500),
            "扫描.tif": make.picture_file(640, 480, "TIFF"),
        }
    )
    for record in found.values():
        path = preview(workspace, record)
        assert path is not None
        assert path.stat().st_size <= MAX_BYTES
        with Image.open(path) as image:
            assert (image.format, max(image.size) <= SIDE) == ("JPEG", True)
    with Previews(workspace) as previews:
        assert len(list(previews.pages(found["文.pdf"]))) == 2


def test_what_has_no_picture_has_no_preview(workspace: Workspace, put: Put) -> None:
    found = put({"文.txt": "文明城区".encode(), "坏.jpg": make.picture_file()[:300]})
    assert [preview(workspace, record) for record in found.values()] == [None, None]
    assert preview(workspace, found["坏.jpg"]) is None


def test_previews_may_be_deleted_and_are_bounded(workspace: Workspace, put: Put) -> None:
    record = put({"文.pdf": make.pdf_file(["第一页文字内容"])})["文.pdf"]
    first = preview(workspace, record)
    assert first is not None
    assert tidy(workspace, limit=10**9) == 0
    assert tidy(workspace, limit=10) == 1
    assert not first.exists()
    shutil.rmtree(workspace.archive.layout.derived / "previews")
    assert preview(workspace, record) == first
    assert first.is_file()
