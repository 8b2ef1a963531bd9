from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.model.bundles import ORIGINAL, PlannedFile
from dossier.model.conversions import Recipe
from dossier.model.fixity import Fixity
from dossier.model.profiles import (
    ArchiveNumbers,
    Delivery,
    KindRule,
    Layout,
    Pictures,
    Profile,
)
from dossier.model.records import Claim, Description, Record
from dossier.rules.archive_numbers import archive_numbers, blanks
from dossier.rules.conversions import convertible, pointed_pages, recipe_key, wishes
from dossier.rules.package_limits import twins, volumes
from tests.tools.bundles import record

LAYOUT = Layout("{code}", "{name}")
ONLINE = KindRule(
    "policy",
    ("jpeg",),
    max_bytes=500,
    deliver=(
        Delivery("received", keep=True),
        Delivery("pages", ("pdf", "docx"), ("red-head", "seal")),
        Delivery("jpeg", ("jpeg", "png")),
    ),
)


def profile(rule: KindRule, **more: object) -> Profile:
    return Profile("p", "p", (rule,), LAYOUT, **more)  # type: ignore[arg-type]


def paper(form: str) -> Record:
    return record(1, f"a.{form}", b"x", ("Ⅲ-1-1-①", "policy"), form=form)


def targets(rule: KindRule, form: str, pointer: str = "") -> list[str]:
    claim = Claim("Ⅲ-1-1-①", "policy", pointer=pointer)
    found = wishes(profile(rule), rule, paper(form), claim)
    return [wish.recipe.to if wish.recipe else "received" for wish in found]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("pdf", ["received", "pages"]),
        ("docx", ["received", "pages"]),
        ("png", ["received", "jpeg"]),
        ("jpeg", ["received", "jpeg"]),
        ("ofd", ["received"]),
        ("unknown", ["received"]),
    ],
)
def test_each_format_is_sent_as_the_profile_says(form: str, expected: list[str]) -> None:
    assert targets(ONLINE, form) == expected


def test_without_rules_everything_goes_as_received() -> None:
    assert targets(KindRule("policy", ()), "pdf") == ["received"]


def test_what_cannot_be_converted_goes_as_received_once() -> None:
    only = KindRule("policy", (), deliver=(Delivery("pdf"),))
    assert targets(only, "pdf") == ["received"], "a PDF is a PDF already"
    assert targets(only, "docx") == ["pdf"]
    assert targets(only, "ofd") == ["received"]


@pytest.mark.parametrize(
    ("form", "good"), [("jpeg", True), ("pdf", True), ("ofd", False), ("mp4", False)]
)
def test_whether_a_file_reaches_the_portal(form: str, good: bool) -> None:
    assert convertible(ONLINE, form) is good


@pytest.mark.parametrize(
    ("pointer", "pages"),
    [
        ("第3页", (3,)),
        ("见第 12 页第二段", (12,)),
        ("p. 4", (4,)),
        ("1,3", (1, 3)),
        ("2、5", (2, 5)),
        ("第二段", ()),
        ("", ()),
        ("2017年3月", ()),
    ],
)
def test_pointers_name_pages(pointer: str, pages: tuple[int, ...]) -> None:
    assert pointed_pages(pointer) == pages


def test_pages_named_for_a_record_win_over_its_pointer() -> None:
    claim = Claim("Ⅲ-1-1-①", "policy", pointer="第3页")
    [_kept, by_pointer] = wishes(profile(ONLINE), ONLINE, paper("pdf"), claim)
    [_kept, by_person] = wishes(profile(ONLINE), ONLINE, paper("pdf"), claim, (5,))
    assert by_pointer.recipe is not None
    assert by_person.recipe is not None
    assert (by_pointer.recipe.pages, by_pointer.recipe.parts) == ((3,), ())
    assert by_person.recipe.pages == (5,)


def test_captions_are_burnt_in_by_profile_only() -> None:
    claim = Claim("Ⅲ-1-1-①", "policy", caption="时间、地点")
    for burn in (False, True):
        whole = profile(ONLINE, pictures=Pictures(burn_caption=burn))
        found = [wish.recipe for wish in wishes(whole, ONLINE, paper("png"), claim)]
        assert found[1] is not None
        assert found[1].caption == ("时间、地点" if burn else "")


def test_a_picture_without_its_own_words_is_captioned_by_what_its_file_says() -> None:
    told = Description(format="png", details={"caption": "东门社区志愿者清洁街道"})
    picture = replace(paper("png"), description=told)
    whole = profile(ONLINE, pictures=Pictures(burn_caption=True))
    for said, shown in (("", "东门社区志愿者清洁街道"), ("西门", "西门")):
        claim = Claim("Ⅲ-1-1-①", "policy", caption=said)
        [_kept, burnt] = wishes(whole, ONLINE, picture, claim)
        assert burnt.recipe is not None
        assert burnt.recipe.caption == shown


def test_a_recipe_is_known_by_everything_that_decides_its_bytes() -> None:
    base = Recipe("sha256:1", "jpeg", "jpeg")
    keys = {
        recipe_key(base, "Pillow 1"),
        recipe_key(base, "Pillow 2"),
        recipe_key(Recipe("sha256:1", "jpeg", "jpeg", max_bytes=9), "Pillow 1"),
        recipe_key(Recipe("sha256:2", "jpeg", "jpeg"), "Pillow 1"),
    }
    assert len(keys) == 4


def file(path: str, code: str, size: int, digest: str = "", record: str = "r") -> PlannedFile:
    return PlannedFile(path, record, code, "policy", Fixity(digest or path, size))


def test_volumes_never_tear_an_ask_apart() -> None:
    files = [file(f"{code}{n}", code, 40) for code in "abcd" for n in range(2)]
    whole = profile(KindRule("policy", ()), max_package_bytes=170, split=True)
    assert volumes(whole, "abcd", files) == [("a", "b"), ("c", "d")]
    tight = profile(KindRule("policy", ()), max_package_bytes=50, split=True)
    assert volumes(tight, "abcd", files) == [("a",), ("b",), ("c",), ("d",)]
    counted = profile(KindRule("policy", ()), max_package_files=6, split=True)
    assert volumes(counted, "abcd", files) == [("a", "b", "c"), ("d",)]
    for unlimited in (profile(KindRule("policy", ()), split=True), profile(KindRule("policy", ()))):
        assert volumes(unlimited, "abcd", files) == [("a", "b", "c", "d")]


def test_b07_twins_are_found_and_repetition_is_not_one() -> None:
    repeated = [file("a", "1", 1, "same"), file("b", "2", 1, "same")]
    assert list(twins(repeated)) == []
    two = [file("a", "1", 1, "same"), file("b", "1", 1, "same", record="s")]
    assert [item.parameters["other"] for item in twins(two)] == ["a"]
    kept = [
        file("a", "1", 1, "same"),
        PlannedFile("o", "r", "1", "policy", Fixity("same", 1), ORIGINAL),
    ]
    assert list(twins(kept)) == []


def test_archive_numbers_stay_when_records_come_and_go() -> None:
    parts = ArchiveNumbers("Z109", "WS", "D30", "", {"policy": "Y"}, {"文明办": "WMB"})
    records = [record(n, f"{n}.pdf", b"%d" % n, ("Ⅲ-1-1-①", "policy")) for n in range(1, 12)]
    numbers = archive_numbers(parts, records)
    assert numbers["2017-000001"] == "Z109-WS·2017-D30-WMB-0001"
    assert numbers["2017-000011"] == "Z109-WS·2017-D30-WMB-0011"
    more = archive_numbers(parts, [*records, record(12, "x", b"x")])
    assert {key: more[key] for key in numbers} == numbers
    assert list(blanks(parts, records)) == []
    empty = archive_numbers(ArchiveNumbers(), records[:1])
    assert empty["2017-000001"] == "〔全宗号〕-WS·2017-D30-〔机构〕-0001"
    assert len(list(blanks(ArchiveNumbers(), records))) == 2


def test_a_file_referred_to_counts_only_where_it_is_not_in_the_package() -> None:
    def sent(code: str, path: str) -> PlannedFile:
        return PlannedFile(path, "2026-000001", code, "policy", Fixity("sha256:0", 60))

    limited = profile(KindRule("policy", ()), max_package_files=2, split=True)
    files = [sent("a", "1"), sent("a", "2"), sent("b", "3"), sent("c", "4")]
    codes = ("a", "b", "c")
    assert volumes(limited, codes, files) == [("a",), ("b", "c")]
    again = [sent("b", "1"), sent("c", "3")]
    assert volumes(limited, codes, files, again) == [("a",), ("b",), ("c",)]
    assert volumes(limited, codes, files, [sent("c", "3")]) == [("a",), ("b", "c")]
