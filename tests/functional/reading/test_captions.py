"""Captions beside photographs, whichever of the two comes first."""

from __future__ import annotations

from dossier.workflow.workspace import Workspace
from tests.functional.reading.conftest import Put
from tests.tools import make_files as make

SAID = "时间：2024年3月5日；地点：东门社区；人物：志愿者；主题：文明交通"


def caption(workspace: Workspace, item: str) -> object:
    record = workspace.archive.catalogue.record(item)
    assert record is not None
    return record.description.details.get("caption_place")


def test_a_text_of_the_same_name_is_the_caption(workspace: Workspace, put: Put) -> None:
    found = put({"IMG_1.jpg": make.picture_file(), "IMG_1.txt": SAID.encode("gb18030")})
    assert caption(workspace, found["IMG_1.jpg"].id) == "东门社区"
    details = found["IMG_1.jpg"].description.details
    assert (details["caption_from"], details["caption_people"]) == ("IMG_1.txt", "志愿者")


def test_a_caption_may_come_later(workspace: Workspace, put: Put) -> None:
    photo = put({"IMG_1.jpg": make.picture_file()})["IMG_1.jpg"]
    assert caption(workspace, photo.id) is None
    put({"图片说明.docx": make.docx_file(["图片说明", f"图1：{SAID}"])})
    assert caption(workspace, photo.id) == "东门社区"


def test_other_neighbours_say_nothing(workspace: Workspace, put: Put) -> None:
    found = put({"IMG_1.jpg": make.picture_file(), "通知.docx": make.docx_file([SAID])})
    assert "caption" not in found["IMG_1.jpg"].description.details
