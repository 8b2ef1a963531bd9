"""Which paragraphs beside the pictures of a document are their captions."""

from __future__ import annotations

import pytest

from dossier.rules.picture_captions import (
    Block,
    as_details,
    captions_beside,
    captions_inside,
)

P = None
BODY = "一年来，全区开展志愿服务活动三百二十余场次，参与人数一万二千人次，群众满意率达到九成八。"


@pytest.mark.parametrize(
    ("blocks", "captions"),
    [
        ([P, "图1：东门社区清扫", P, "图2 文明交通劝导"], ["东门社区清扫", "文明交通劝导"]),
        (["图1 东门社区清扫", P, "图2 文明交通劝导", P], ["东门社区清扫", "文明交通劝导"]),
        (["活动照片", P, "志愿者清扫街道", P, "交警劝导"], ["志愿者清扫街道", "交警劝导"]),
        (["清扫街道", P, "文明劝导", P], ["清扫街道", "文明劝导"]),
        ([P, P, "图1清扫", "图2劝导", P, "图3宣讲"], ["清扫", "劝导", "宣讲"]),
        ([P, P, "志愿者在东门社区清扫"], ["志愿者在东门社区清扫"] * 2),
        ([P, "图为志愿者清扫街道。"], ["图为志愿者清扫街道。"]),
        ([P, "时间：2024年3月5日 地点：东门社区"], ["时间：2024年3月5日 地点：东门社区"]),
        ([BODY, P, BODY, P, BODY], ["", ""]),
        ([BODY, P, "二、下一步打算", BODY], [""]),
        ([P, "照片墙前的志愿者"], ["照片墙前的志愿者"]),
        ([P], [""]),
        ([BODY], []),
    ],
)
def test_captions_stand_below_above_or_side_by_side(
    blocks: list[Block], captions: list[str]
) -> None:
    assert captions_beside(blocks) == captions


@pytest.mark.parametrize("captions", [[], ["清扫"], ["", "劝导", ""], ["", ""]])
def test_details_keep_one_line_for_each_picture(captions: list[str]) -> None:
    assert captions_inside(as_details(captions)) == tuple(captions)
