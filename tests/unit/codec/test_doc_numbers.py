from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.codec.doc_numbers import canonical_number, find_number, find_numbers

REAL = [
    "武文明〔2014〕16号",
    "吉县创文字〔2017〕2号",
    "邹创城办〔2017〕1号",
    "枣创卫办〔2017〕16号",
    "石创卫办发〔2015〕3号",
    "天文明办〔2018〕31号",
    "赣文明发电〔2017〕72号",
    "沪府发〔2017〕92号",
    "金政发〔2025〕33号",
    "国办函〔2021〕101号",
]


@pytest.mark.parametrize("number", REAL)
def test_real_numbers_stand_as_they_are(number: str) -> None:
    found = find_number(number)
    assert found is not None
    assert (found.number, found.deviations) == (number, ())
    assert canonical_number(number) == number


@pytest.mark.parametrize(
    ("written", "deviations"),
    [
        ("武文明[2014]16号", ("brackets",)),
        ("武文明（2014）16号", ("brackets",)),
        ("武文明(2014)16号", ("brackets",)),
        ("武文明【2014】16号", ("brackets",)),
        ("武文明［2014］16号", ("brackets",)),
        ("武文明〔2014]16号", ("brackets",)),
        ("武文明〔2014〕第16号", ("ordinal",)),
        ("武文明〔2014〕016号", ("zeros",)),
        ("武文明〔2014〕 16 号", ("spaces",)),
        ("武文明〔2O14〕l6号", ("letters",)),
        ("武文明（２０１４）第０１６号", ("brackets", "ordinal", "zeros")),
    ],
)
def test_deviations_are_reported_and_normalised(written: str, deviations: tuple[str, ...]) -> None:
    found = find_number(written)
    assert found is not None
    assert (found.number, found.written) == ("武文明〔2014〕16号", written)
    assert found.deviations == deviations


@pytest.mark.parametrize(
    "sentence",
    [
        "根据武文明〔2014〕16号要求",
        "按照《通知》（武文明〔2014〕16号）",
        "转发武文明〔2014〕16号文件的通知",
    ],
)
def test_a_sentence_does_not_run_into_the_organ(sentence: str) -> None:
    found = find_number(sentence)
    assert found is not None
    assert found.number == "武文明〔2014〕16号"
    assert sentence[found.start :].startswith(found.written)


def test_all_numbers_in_order() -> None:
    numbers = [found.number for found in find_numbers("见沪府发〔2017〕92号、金政发[2025]33号")]
    assert numbers == ["沪府发〔2017〕92号", "金政发〔2025〕33号"]


@pytest.mark.parametrize(
    "text", ["", "第16号", "（2014）16号", "武文明〔14〕16号", "武文明〔2014〕0号", "武〔2014〕"]
)
def test_no_number(text: str) -> None:
    assert find_number(text) is None
    assert canonical_number(text) is None


@given(st.text(alphabet="武文明〔[（2014）]〕 016号第根据"))
def test_any_text_is_survived(text: str) -> None:
    for found in find_numbers(text):
        assert text[found.start : found.start + len(found.written)] == found.written
        assert canonical_number(found.number) == found.number
