from __future__ import annotations

import pytest

from dossier.codec.profiles import parse_profile
from dossier.errors import SchemaError
from dossier.model.findings import Finding
from dossier.model.profiles import Delivery

BASE = """
id: own
title: 本市
kinds:
  - {kind: policy, formats: [jpeg], deliver: [{to: pages}, {to: received, keep: true}]}
layout: {folder: "{code}", file: "{name}"}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        parse_profile(BASE + text, "own.yaml")
    return [item.code for item in caught.value.problems if isinstance(item, Finding)]


def test_what_is_left_out_has_its_default() -> None:
    profile = parse_profile(BASE, "own.yaml")
    assert profile.rule("policy").deliver == (
        Delivery("pages", (), ("red-head", "seal")),
        Delivery("received", keep=True),
    )
    assert (profile.book.per, profile.split, profile.archive_numbers) == ("none", False, None)
    assert profile.rule("unheard-of").formats == ()


def test_everything_can_be_said() -> None:
    profile = parse_profile(
        BASE
        + "max_package_files: 9\nsplit: true\ncounting: han\n"
        + "requirement: {max_bytes: 5, max_files: 6}\n"
        + "pictures: {quality: 80, quality_floor: 50, dpi: 200, burn_caption: true}\n"
        + "book: {per: indicator, footer: '{code} {page}'}\n"
        + "forms: {submission: true, template: 表.docx}\n"
        + "archive_numbers: {fonds: Z109, offices: {文明办: WMB}}\n",
        "own.yaml",
    )
    assert (profile.max_package_files, profile.split, profile.counting) == (9, True, "han")
    assert (profile.requirement.max_bytes, profile.requirement.max_files) == (5, 6)
    assert (profile.pictures.dpi, profile.pictures.strip_metadata) == (200, True)
    assert profile.archive_numbers is not None
    assert profile.archive_numbers.offices == {"文明办": "WMB"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("split: maybe", ["E503"]),
        ("book: {per: page}", ["E503"]),
        ("book: {footer: '{sheet}'}", ["E513"]),
        ("pictures: {quality: 200}", ["E503"]),
        ("archive_numbers: {fonds: 太长的全宗号}", ["E503"]),
        ("archive_numbers: {retention: D25}", ["E503"]),
        ("forms: {letter: true}", ["E504"]),
        ("requirement: {max_bytes: 0}", ["E503"]),
    ],
)
def test_mistakes_are_named(text: str, codes: list[str]) -> None:
    assert problems(text) == codes


def test_folders_of_ours_stay_inside() -> None:
    text = BASE.replace('file: "{name}"', 'file: "{name}", originals: "../x", papers: "{nobody}"')
    with pytest.raises(SchemaError) as caught:
        parse_profile(text, "own.yaml")
    found = [item.code for item in caught.value.problems if isinstance(item, Finding)]
    assert found == ["E513", "E513"]
