"""The strict YAML under editions, profiles and rosters."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dossier.codec.yaml_source import MAX_DEPTH, dotted, read_yaml
from dossier.errors import SchemaError
from dossier.model.findings import Finding


def codes(text: str | bytes) -> list[tuple[str, int]]:
    with pytest.raises(SchemaError) as caught:
        read_yaml(text, "x.yaml")
    found = [problem for problem in caught.value.problems if isinstance(problem, Finding)]
    return [(problem.code, int(str(problem.parameters["line"]))) for problem in found]


def test_values_and_places() -> None:
    source = read_yaml("title: 小样\nunits:\n  - name: 教育局\n    aliases: [甲, 乙]\n", "x.yaml")
    assert source.value == {"title": "小样", "units": [{"name": "教育局", "aliases": ["甲", "乙"]}]}
    assert source.marks["title",] == (1, 1)
    assert source.marks["units", 0] == (3, 5)
    assert source.marks["units", 0, "aliases", 1] == (4, 18)


def test_scalars_follow_the_core_schema() -> None:
    text = "[1, -2, 1.5, true, null, ~, '', yes, on, 2026-04-30, '1', 0x10, 1_000, 12:30]"
    value = read_yaml(text, "x.yaml").value
    words = ["yes", "on", "2026-04-30", "1", "0x10", "1_000", "12:30"]
    assert value == [1, -2, 1.5, True, None, None, "", *words]


def test_the_digest_is_that_of_the_bytes() -> None:
    assert read_yaml("a: 1\n", "x").digest == read_yaml(b"a: 1\n", "y").digest
    assert read_yaml("a: 1\n", "x").digest != read_yaml("a:  1\n", "x").digest


def test_a_byte_order_mark_is_no_content() -> None:
    assert read_yaml("\ufeffid: a\n".encode(), "x").value == {"id": "a"}


def test_an_empty_file_is_null() -> None:
    assert read_yaml("", "x").value is None


def test_a_million_laughs_are_refused_at_the_first() -> None:
    text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert {code for code, _line in codes(text)} == {"E509"}
    assert len(codes(text)) == 6


def test_all_faults_of_the_notation_are_found_together() -> None:
    text = "a: &x 1\nb: !!str 2\n<<: {c: 3}\na: 4\n"
    assert codes(text) == [("E509", 1), ("E516", 2), ("E516", 3), ("E517", 4)]


def test_a_python_tag_runs_nothing() -> None:
    assert codes("a: !!python/object/apply:os.system [true]\n") == [("E516", 1)]


@pytest.mark.parametrize(
    "text", ["a: [1\n", "a: b: c\n", "\ta: 1\n", "a: '\x07'\n", "? [x]\n: 1\n"]
)
def test_what_is_not_yaml(text: str) -> None:
    assert codes(text)[0][0] == "E501"


def test_text_that_is_no_unicode_is_refused() -> None:
    assert codes("a: 1\nb: \ud800\n") == [("E501", 2)]


def test_depth_is_bounded() -> None:
    assert codes("[" * 5000 + "]" * 5000) == [("E518", 1)]
    assert read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, "x").value is not None


def test_paths_are_written_as_people_do() -> None:
    assert dotted(("units", 3, "name")) == "units[3].name"
    assert dotted(()) == "."


# line separators other than \n are folded by YAML itself
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORDS,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(WORDS, children, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_what_yaml_writes_is_read_back(value: object) -> None:
    text = yaml.safe_dump({"value": value}, allow_unicode=True, default_style='"')
    if "!!" in text:
        text = yaml.safe_dump({"value": value}, allow_unicode=True)
    try:
        read = read_yaml(text, "x").value
    except SchemaError as error:
        kinds = {problem.code for problem in error.problems if isinstance(problem, Finding)}
        assert kinds <= {"E516", "E517", "E518"}
    else:
        assert read == {"value": value}
