"""Everything below ``schema/`` loads, and every mistake in such a file is found where it stands."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dossier import shipped
from dossier.codec.crosswalks import parse_crosswalk
from dossier.codec.editions import parse_edition
from dossier.codec.profiles import parse_profile
from dossier.codec.requirement_codes import CodeBook, ascii_form, canonical, code_key
from dossier.codec.shapes import schema_folder
from dossier.codec.units import parse_units
from dossier.codec.yaml_source import MAX_BYTES
from dossier.errors import ExitCode, SchemaError, UsageError
from dossier.model.asks import (
    CAPTION_ELEMENTS,
    Calendar,
    NamedDay,
    Person,
    Subjects,
    Threshold,
    Waiver,
)
from dossier.model.editions import Edition, Requirement, Slot
from dossier.model.findings import Finding
from dossier.rules.finding_table import TABLE, sentence

FIXTURES = Path(__file__).parent.parent / "fixtures" / "editions"
BAD = sorted(path.name for path in FIXTURES.glob("*.yaml"))


def parser_of(name: str) -> Callable[[str, str], object]:
    parsers: dict[str, Callable[[str, str], object]] = {
        ".profile": parse_profile,
        ".units": parse_units,
    }
    return parsers.get(Path(Path(name).stem).suffix, parse_edition)


def problems_of(name: str) -> list[Finding]:
    with pytest.raises(SchemaError) as caught:
        parser_of(name)((FIXTURES / name).read_text("utf-8"), name)
    assert caught.value.exit_code is ExitCode.EDITION
    return [problem for problem in caught.value.problems if isinstance(problem, Finding)]


@pytest.mark.parametrize("name", BAD)
def test_bad_file_names_every_problem_with_its_line(name: str) -> None:
    first = (FIXTURES / name).read_text("utf-8").splitlines()[0]
    expected = first.removeprefix("# expected: ").split()
    problems = problems_of(name)
    found = [f"{problem.code}:{problem.parameters['line']}" for problem in problems]
    assert Counter(found) == Counter(expected)
    lines = [int(str(problem.parameters["line"])) for problem in problems]
    assert lines == sorted(lines)
    for problem in problems:
        assert problem.subject == f"{name}:{problem.parameters['line']}"
        template = str(problem.parameters.get("placeholder", "\0"))
        assert not re.search(r"\{[a-z_]+\}", sentence(problem).replace(template, ""))


def test_every_edition_code_has_a_bad_fixture() -> None:
    shown = {code for name in BAD for code in re.findall(r"E5\d\d", name)}
    too_large, handbooks = {"E510"}, {"E520", "E521", "E522", "E523"}  # test_edition_import
    assert shown | too_large | handbooks == {code for code in TABLE if code.startswith("E5")}


def test_a_file_beyond_the_limit_is_not_parsed() -> None:
    with pytest.raises(SchemaError) as caught:
        parse_edition("a: " + "x" * MAX_BYTES, "large.yaml")
    assert [getattr(problem, "code", "") for problem in caught.value.problems] == ["E510"]


def test_problems_name_the_key_path() -> None:
    keys = [str(problem.parameters["key"]) for problem in problems_of("many.yaml")]
    assert "indicators[1].requirements[0].lead[0]" in keys
    assert "indicators[1].parent" in keys


def test_bytes_that_are_not_utf8_are_refused_with_their_line() -> None:
    with pytest.raises(SchemaError) as caught:
        parse_edition("id: small\ntitle: 小样\n".encode("gb18030"), "gbk.yaml")
    assert [getattr(problem, "subject", "") for problem in caught.value.problems] == ["gbk.yaml:2"]


@pytest.mark.parametrize("kind", ["editions", "profiles"])
def test_shipped_files_fit_the_published_schema(kind: str) -> None:
    schema = json.loads((schema_folder() / f"{kind[:-1]}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    files = sorted((schema_folder() / kind).glob("*.yaml"))
    assert files
    for path in files:
        value = yaml.safe_load(path.read_text("utf-8"))
        unquoted_dates = json.loads(json.dumps(value, default=str))
        Draft202012Validator(schema).validate(unquoted_dates)
        assert value["id"] == path.stem


def test_the_units_schema_is_a_schema() -> None:
    schema = json.loads((schema_folder() / "units.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", shipped.edition_ids())
def test_shipped_editions_load_and_resolve_their_own_codes(name: str) -> None:
    edition = shipped.load_edition(name)
    book = CodeBook(edition)
    assert edition.id == name
    assert edition.digest.startswith("sha256:")
    for requirement in edition.requirements:
        assert book.resolve(requirement.code) == requirement.code
        assert book.resolve(ascii_form(requirement.code)) == requirement.code
        assert (
            book.find(f"文明办/{requirement.code} {requirement.title}.docx")[0] == requirement.code
        )
        assert all(book.resolve(code) == requirement.code for code in requirement.also)


@pytest.mark.parametrize("name", shipped.profile_ids())
def test_shipped_profiles_load(name: str) -> None:
    profile = shipped.load_profile(name)
    assert profile.id == name
    assert {rule.kind for rule in profile.kinds} == {
        "policy",
        "report",
        "photo",
        "table",
        "opinion",
    }


def test_the_index_agrees_with_the_files() -> None:
    index = yaml.safe_load((schema_folder() / "index.yml").read_text("utf-8"))
    editions = {name: shipped.load_edition(name) for name in shipped.edition_ids()}
    profiles = {name: shipped.load_profile(name) for name in shipped.profile_ids()}
    assert {row["id"]: row["requirements"] for row in index["editions"]} == {
        name: len(edition.requirements) for name, edition in editions.items()
    }
    assert {row["id"]: row["digest"] for row in index["editions"] + index["profiles"]} == {
        **{name: edition.digest for name, edition in editions.items()},
        **{name: profile.digest for name, profile in profiles.items()},
    }
    assert shipped.largest_edition() == "wmcq-2017"


def test_a_proven_digest_saves_the_check_and_nothing_else() -> None:
    text = shipped.edition_text("wmcq-2017")
    assert parse_edition(text, "whole.yaml") == shipped.load_edition("wmcq-2017")
    bad = text.replace("lead: [区委党校]", "lead: [天文台]")
    with pytest.raises(SchemaError):
        parse_edition(bad, "whole.yaml", proven={shipped.load_edition("wmcq-2017").digest})


def test_shipped_files_hold_when_checked_in_full() -> None:
    for kind, parse in (("editions", parse_edition), ("profiles", parse_profile)):
        for path in sorted((schema_folder() / kind).glob("*.yaml")):
            parse(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return shipped.load_edition("wmcq-2017")


class TestCityDistrict2017:
    """Numbers of the source's own table, counted by hand from it."""

    def test_the_tree_is_whole(self, edition: Edition) -> None:
        codes = {code_key(item.code): item for item in edition.indicators}
        wanted = [(1, n) for n in range(1, 13)] + [(2, n) for n in range(1, 41)]
        wanted += [(3, n) for n in range(1, 91)]
        assert sorted(codes) == [*sorted(wanted), (9,)]

    def test_codes_absent_from_the_source_are_marked_unknown(self, edition: Edition) -> None:
        unknown = {item.code for item in edition.indicators if item.status == "unknown"}
        absent = {f"Ⅲ-{n}" for n in (58, 72, 76, 78, 86, 87, 88)} | {"Ⅰ-8"}
        assert {code for code in unknown if not code.startswith("Ⅱ")} == absent
        assert all(item.title is None for item in edition.indicators if item.code in unknown)

    def test_asks_by_the_kinds_they_want(self, edition: Edition) -> None:
        marks = {kind.id: kind.mark for kind in edition.kinds}
        combined = Counter(
            "".join(sorted(marks[slot.kind] for slot in item.slots))
            for item in edition.requirements
        )
        assert combined == {
            "说": 60,
            "规": 42,
            "".join(sorted("说图")): 39,
            "评": 21,
            "".join(sorted("规说")): 13,
            "".join(sorted("规说图")): 5,
            "".join(sorted("表图")): 5,
            "图": 5,
            "".join(sorted("说表图")): 5,
            "".join(sorted("说表")): 4,
            "表": 3,
            "".join(sorted("规表")): 1,
            "".join(sorted("说评")): 1,
            "": 1,
        }

    def test_asks_by_single_kind(self, edition: Edition) -> None:
        used = Counter(slot.kind for item in edition.requirements for slot in item.slots)
        assert used == {"report": 127, "policy": 61, "photo": 59, "opinion": 22, "table": 18}
        assert len(edition.requirements) == 205

    def test_only_the_site_scored_from_outside_is_not_uploaded(self, edition: Edition) -> None:
        assert [item.code for item in edition.requirements if not item.uploaded] == ["Ⅲ-22"]

    def test_an_ask_without_lead_says_why(self, edition: Edition) -> None:
        silent = [item for item in edition.requirements if not item.lead]
        assert len(silent) == 14
        assert all(item.note for item in silent)

    def test_a_lead_named_only_by_inference_says_so(self, edition: Edition) -> None:
        inferred = [item for item in edition.requirements if item.status == "inferred"]
        assert len(inferred) == 46
        assert all("推断" in item.note for item in inferred)

    def asked(self, edition: Edition, code: str) -> Requirement:
        item = edition.requirement(code)
        assert item is not None
        return item

    def test_distinct_subjects_count_where_the_source_says_so(self, edition: Edition) -> None:
        counted = {
            item.code: (slot.subjects.what, slot.subjects.min)
            for item in edition.requirements
            for slot in item.slots
            if slot.subjects
        }
        assert counted == {
            "Ⅲ-8-4": ("种", 3),
            "Ⅲ-9-1-①": ("点位", 3),
            "Ⅲ-16-3-②": ("社区、单位", None),
            "Ⅲ-17-2-⑤": ("社区", None),
            "Ⅲ-33-①": ("社区", None),
            "Ⅲ-51-1-②": ("种", 3),
        }
        sampled = [item.code for item in edition.requirements if item.sampled]
        assert sampled == ["Ⅲ-16-3-②", "Ⅲ-17-2-⑤", "Ⅲ-33-①"]

    def test_calendars(self, edition: Edition) -> None:
        days = {item.code: item.calendar for item in edition.requirements if item.calendar}
        assert {code: calendar.needed for code, calendar in days.items()} == {
            "Ⅲ-5-2-②": 7,
            "Ⅲ-13-1-②": 7,
        }
        assert all("推断" in calendar.note for calendar in days.values())

    def test_opinions_come_from_above(self, edition: Edition) -> None:
        assert sum(item.from_above for item in edition.requirements) == 22

    def test_thresholds_and_comparisons(self, edition: Edition) -> None:
        (green,) = self.asked(edition, "Ⅲ-70").figures
        assert [(grade.op, grade.value) for grade in green.grades] == [(">", 35), (">", 30)]
        (blood,) = self.asked(edition, "Ⅲ-51-1-③").figures
        assert blood.threshold == Threshold(">", 10)
        two_years = {item.code for item in edition.requirements if item.window == "two-years"}
        assert two_years == {"Ⅲ-45-1-①", "Ⅲ-60-5-①"}
        assert all(f.years == 2 for code in two_years for f in self.asked(edition, code).figures)

    def test_contacts_and_captions(self, edition: Edition) -> None:
        contacts = {item.code: item.contacts for item in edition.requirements if item.contacts}
        assert contacts == {
            "Ⅲ-30-2-①": ("phone",),
            "Ⅲ-34-1-③": ("url",),
            "Ⅲ-83-1-①": ("phone", "email"),
        }
        (opera,) = self.asked(edition, "Ⅲ-13-2-⑥").slots
        assert opera.caption == ("主办单位", "学校", "院团", "曲种", "剧目")

    def test_named_policies_say_where_their_spelling_is_inferred(self, edition: Edition) -> None:
        cites = [policy for item in edition.requirements for policy in item.cites]
        assert len(cites) == 11
        assert all("推断" in policy.note for policy in cites if policy.spellings)

    def test_titles_of_honour_are_a_bonus(self, edition: Edition) -> None:
        (bonus,) = edition.bonus
        assert (bonus.code, bonus.points_each, bonus.points_max) == ("加分", 1, 4)
        assert [item.code for item in edition.requirements if item.bonus] == ["加分-①"]
        assert edition.negative == ()
        assert all(item.points is None for item in edition.requirements)

    @pytest.mark.parametrize(
        ("code", "kinds", "lead", "cooperating"),
        [
            ("Ⅲ-1-1-②", ("report", "photo"), ("组织部", "宣传部"), ("全区各单位",)),
            ("Ⅲ-16-2-①", ("table", "report"), ("文明办",), ("全区各单位",)),
            ("Ⅲ-29-2-①", ("report", "photo"), ("司法局",), ("法院", "检察院")),
            ("Ⅲ-33-①", ("report",), ("民政局",), ("各街道",)),
            ("Ⅲ-39", ("opinion",), ("财政局", "教育局"), ()),
            ("Ⅲ-61-2-①", ("table", "report", "photo"), ("卫计委",), ()),
            ("Ⅲ-90-1", ("report",), ("财政局",), ()),
            ("加分-①", ("table", "photo"), (), ("全区各单位",)),
        ],
    )
    def test_samples(
        self,
        edition: Edition,
        code: str,
        kinds: tuple[str, ...],
        lead: tuple[str, ...],
        cooperating: tuple[str, ...],
    ) -> None:
        item = edition.requirement(code)
        assert item is not None
        assert tuple(slot.kind for slot in item.slots) == kinds
        assert (item.lead, item.cooperating) == (lead, cooperating)


class TestMinors2017:
    """The online part of the system for minors, with the limits its asks state."""

    @pytest.fixture(scope="class")
    @staticmethod
    def minors() -> Edition:
        return shipped.load_edition("wcn-2017")

    def test_every_ask_of_the_source_table(self, minors: Edition) -> None:
        assert len(minors.requirements) == 47
        assert minors.requirement("5-1-④") is not None

    def test_report_lengths(self, minors: Edition) -> None:
        limits = {slot.max_chars for item in minors.requirements for slot in item.slots}
        assert limits == {None, 800}
        long = [i.code for i in minors.requirements if any(s.max_chars for s in i.slots)]
        assert long == (
            ["1-2", "1-3-①", "2-2-②", "2-3-②", "2-4-②", "3-1-②", "3-2-②", "3-3-②", "4-4", "5-2-②"]
        )

    def test_picture_limits(self, minors: Edition) -> None:
        caps = {
            item.code: slot.max
            for item in minors.requirements
            for slot in item.slots
            if slot.kind == "photo"
        }
        assert {code: cap for code, cap in caps.items() if cap != 3} == {
            "1-3-②": 21,
            "2-2-②": 12,
            "4-4": 12,
            "5-2-②": 12,
            "5-6-①": 9,
            "5-6-②": 9,
        }
        assert sorted(code for code, cap in caps.items() if cap == 3) == (
            ["2-3-②", "2-4-②", "3-2-②", "3-3-②", "4-5-②"]
        )

    def test_a_certificate_stands_in_for_one_ask_only(self, minors: Edition) -> None:
        assert [item.code for item in minors.requirements if item.waiver] == ["5-1-④"]

    def test_nothing_from_the_other_tests_is_in_it(self, minors: Edition) -> None:
        assert minors.window is None
        assert all(item.points is None for item in minors.requirements)


def test_the_skeleton_of_the_sanitary_city_claims_no_more_than_its_classes() -> None:
    edition = shipped.load_edition("wscs-skeleton")
    assert [item.status for item in edition.requirements] == ["unknown"] * 8
    assert [item.status for item in edition.indicators] == ["sourced"] * 8
    assert (edition.units, edition.windows) == ((), {})


def test_the_tutorial_has_no_deadline_of_its_own() -> None:
    assert all(item.due is None for item in shipped.load_edition("tutorial").requirements)


def test_the_tutorial_says_that_it_is_invented() -> None:
    edition = shipped.load_edition("tutorial")
    assert "教程示例，非官方" in edition.scope
    assert (len(edition.requirements), len(edition.units)) == (30, 14)
    assert sum(item.level == 1 for item in edition.indicators) == 3
    assert sum(item.level == 3 for item in edition.indicators) == 8
    used = {slot.kind for item in edition.requirements for slot in item.slots}
    assert used == {"policy", "report", "photo", "table", "opinion"}
    assert [item.code for item in edition.requirements if not item.uploaded] == ["Ⅲ-7-4"]


def test_the_online_profile_invents_no_number() -> None:
    profile = shipped.load_profile("online-2018")
    assert profile.max_package_bytes is None
    for rule in profile.kinds:
        assert (rule.max_bytes, rule.max_pixels, rule.max_chars) == (None, None, None)
    shown = {rule.kind: (rule.shows, rule.shows_all) for rule in profile.kinds if rule.shows}
    both = ("red-head", "seal")
    assert shown == {"policy": (both, False), "opinion": (both, True)}
    assert [rule.kind for rule in profile.kinds if rule.names_sources] == ["report"]


def test_every_key_of_a_profile_is_documented_and_the_example_holds() -> None:
    text = (schema_folder() / "profiles" / "README.md").read_text("utf-8")
    [example] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert parse_profile(example, "README.md").book.cover_lines[1].startswith("# ")
    schema = json.loads((schema_folder() / "profile.schema.json").read_text("utf-8"))
    undocumented = [key for key in keys_of(schema) if f"`{key}`" not in text]
    assert [key for key in undocumented if not re.search(rf"`[a-z_]+\.{key}`", text)] == []


def keys_of(schema: dict[str, Any]) -> set[str]:
    """Every key a file may have, however deep."""
    found = set(schema.get("properties", {}))
    for part in (*schema.get("properties", {}).values(), schema.get("items", {})):
        found |= keys_of(part) if part else set()
    return found


def test_an_unknown_id_lists_what_exists() -> None:
    with pytest.raises(UsageError) as edition:
        shipped.load_edition("wmcq-1999")
    assert edition.value.parameters["known"] == "tutorial, wcn-2017, wmcq-2017, wscs-skeleton"
    with pytest.raises(UsageError) as profile:
        shipped.load_profile("portal")
    assert profile.value.parameters["known"] == "archive-dat22, online-2018, paper-binder, plain"


def test_a_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(shipped.edition_text("tutorial"), "utf-8")
    assert shipped.load_edition(path).id == "tutorial"
    assert shipped.edition_text(str(path)) == shipped.edition_text("tutorial")


def test_a_roster_is_loaded_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "units.yaml"
    path.write_text("units:\n  - {name: 教育局, aliases: [市教育局], contact: 王老师}\n", "utf-8")
    (unit,) = shipped.load_units(path)
    assert (unit.name, unit.aliases, unit.contact) == ("教育局", ("市教育局",), "王老师")


def test_a_roster_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        shipped.load_units(tmp_path / "none.yaml")


def test_printed_codes_are_canonical() -> None:
    for name in shipped.edition_ids():
        for item in shipped.load_edition(name).requirements:
            assert canonical(item.code) == item.code


def test_the_examples_of_the_readme_hold() -> None:
    edition, *_parts, profile, units, walk = readme_examples()
    assert len(parse_edition(edition, "README").requirements) == 2
    assert parse_profile(profile, "README").layout.max_path_chars == 200
    assert [unit.name for unit in parse_units(units, "README")] == ["文旅局", "东门街道"]
    with pytest.raises(SchemaError) as caught:  # its codes are of no edition, its shape is right
        parse_crosswalk(walk, "README", *[shipped.load_edition("wcn-2017")] * 2)
    assert {getattr(item, "code", "") for item in caught.value.problems} == {"E506"}


def readme_examples() -> list[str]:
    text = (schema_folder() / "README.md").read_text("utf-8")
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


@pytest.fixture(scope="module")
def asks() -> Edition:
    """Every example of an ask in the README, put together into one edition."""
    small, *parts = readme_examples()[:-3]
    asks = [part for part in parts if part.startswith("code:")]
    tops = [part for part in parts if not part.startswith("code:")]
    head = small[: small.index("indicators:")]
    head = head.replace("  - {id: photo", "  - {id: report, name: 说明报告}\n  - {id: photo")
    head = head.replace("  - {id: photo", "  - {id: table, name: 统计表格}\n  - {id: photo")
    head = head.replace("  - {id: photo", "  - {id: opinion, name: 上级评价意见}\n  - {id: photo")
    items = "".join(textwrap.indent("- " + textwrap.indent(ask, "  ")[2:], " " * 6) for ask in asks)
    tree = "indicators:\n  - code: Ⅲ-1\n    title: 志愿服务\n    requirements:\n" + items
    return parse_edition(head + "".join(tops) + tree, "README")


class TestEveryKindOfAsk:
    """The worked examples of the README, read as what they say."""

    def slots(self, asks: Edition, circle: str) -> tuple[Slot, ...]:
        item = asks.requirement(f"Ⅲ-1-1-{circle}")
        assert item is not None
        return item.slots

    def item(self, asks: Edition, circle: str) -> Requirement:
        item = asks.requirement(f"Ⅲ-1-1-{circle}")
        assert item is not None
        return item

    def test_counts_and_conditions(self, asks: Edition) -> None:
        report, photo, table = self.slots(asks, "①")
        assert (report.min, report.max, report.condition) == (1, None, "")
        assert (photo.min, photo.max) == (3, 12)
        assert table.condition == "设有志愿服务基金的"

    def test_subjects(self, asks: Edition) -> None:
        places, streets, activities = (slot.subjects for slot in self.slots(asks, "②"))
        assert places == Subjects("点位", min=3)
        assert streets == Subjects("街道", by="unit", every=True, among="各街道", each_min=1)
        assert activities == Subjects("活动", each_max=3)

    def test_calendar(self, asks: Edition) -> None:
        calendar = self.item(asks, "③").calendar
        assert calendar is not None
        assert [day.name for day in calendar.days] == ["春节", "元宵", "五一"]
        assert calendar.days[2] == NamedDay("五一", ("劳动节",), "05-01")
        assert calendar.needed == 2
        assert Calendar(calendar.days).needed == 3

    def test_length(self, asks: Edition) -> None:
        (report,) = self.slots(asks, "④")
        assert (report.min_chars, report.max_chars) == (300, 800)

    def test_captions(self, asks: Edition) -> None:
        usual, own = self.slots(asks, "⑤")
        assert usual.caption == CAPTION_ELEMENTS
        assert own.caption == ("刊发时间", "报道内容")

    def test_named_policy(self, asks: Edition) -> None:
        (policy,) = self.item(asks, "⑥").cites
        assert policy.spellings == ("家庭文明建设意见",)

    def test_figures(self, asks: Edition) -> None:
        rate, spent, green = self.item(asks, "⑦").figures
        assert rate.threshold == Threshold(">=", 70)
        assert (spent.years, spent.threshold) == (2, None)
        assert green.grades == (Threshold(">", 35), Threshold(">", 30))
        assert self.item(asks, "⑦").scope == "市区"

    def test_contacts(self, asks: Edition) -> None:
        assert self.item(asks, "⑧").contacts == ("phone", "email")

    def test_obtained_from_above(self, asks: Edition) -> None:
        assert self.item(asks, "⑨").from_above
        assert self.slots(asks, "⑨")[0].lead_days == 30
        assert not self.item(asks, "⑧").from_above

    def test_certificate(self, asks: Edition) -> None:
        assert self.item(asks, "⑩").waiver == Waiver("没有此类场所的证明", "省教育厅")

    def test_not_uploaded_sampled_and_points(self, asks: Edition) -> None:
        item = self.item(asks, "⑪")
        assert (item.uploaded, item.sampled, item.points) == (False, True, 2)

    def test_windows(self, asks: Edition) -> None:
        item = self.item(asks, "①")
        _report, _photo, table = item.slots
        assert asks.window_of(item, item.slots[0]) == asks.windows["cycle"]
        assert asks.window_of(item, table) == asks.windows["two-years"]
        assert asks.window_of(item, replace(table, window="spring")) == asks.windows["spring"]
        assert asks.window_of(replace(item, window="schools"), table) == asks.windows["schools"]

    def test_bonus_and_negative(self, asks: Edition) -> None:
        (bonus,) = asks.bonus
        assert (bonus.points_each, bonus.points_max) == (1, 4)
        assert [item.code for item in asks.requirements if item.bonus] == ["加分-①"]
        (negative,) = asks.negative
        assert (negative.code, negative.points) == ("G15", 3)
        assert negative.consequences == {"已获称号": "停止资格一年", "参评": "当年扣 3 分"}


def test_material_of_a_kind_from_above_is_from_above() -> None:
    text = readme_examples()[0].replace("mark: 规}", "mark: 规, from_above: true, lead_days: 20}")
    first, second = parse_edition(text, "README").requirements
    assert (first.from_above, first.slots[0].lead_days) == (True, 20)
    assert not second.from_above


def test_a_roster_knows_people_and_former_names() -> None:
    unit, _street = parse_units(readme_examples()[-2], "README")
    assert unit.formerly == ("文广新局", "旅游局")
    assert unit.leader == Person("王某", "0000-0001", post="副局长")
    assert unit.clerk == Person("李某", "0000-0002")
    assert unit.inbox == "06文旅"
