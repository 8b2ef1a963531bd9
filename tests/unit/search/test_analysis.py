from __future__ import annotations

import pytest

from dossier.search.analysis import contains, is_piece, normalise, pieces, required_pieces


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("③", "3"),
        ("Ⅲ—16（2）①", "iii-16[2]1"),
        ("文政〔2024〕12号", "文政[2024]12号"),
        ("文 明 \n 城市", "文明城市"),
        ("第 3 号", "第3号"),
        ("annual  work\tplan", "annual work plan"),
        ("⽂明\u200b城市", "文明城市"),
    ],
)
def test_f02_spelling_variants_compare_alike(written: str, compared: str) -> None:
    assert normalise(written) == compared
    assert normalise(compared) == compared


def test_pieces_are_singles_pairs_and_latin_triples() -> None:
    assert pieces("第3号,gen") == {
        "第", "3", "号", "第3", "3号", "g", "e", "n", "ge", "en", "gen",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["文", "文明", "文明城市", "第3号", "gen", "[2024]12号"])
def test_a_text_has_every_piece_its_substring_requires(text: str) -> None:
    assert set(required_pieces(text)) <= pieces(f"前文{text}后文")


@pytest.mark.parametrize("text", ["，。", "[]", "- -", ""])
def test_punctuation_requires_nothing(text: str) -> None:
    assert required_pieces(normalise(text)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("文", True),
        ("文明", True),
        ("gen", True),
        ("文明城", False),
        ("g3-", False),
        ("gene", False),
    ],
)
def test_only_pieces_answer_without_the_text(text: str, expected: bool) -> None:
    assert is_piece(text) is expected


def test_contains_looks_at_the_normal_form() -> None:
    assert contains("全国文 明\n城市", "文明城市")
    assert contains("ＧＢ/T", "gb/t")
    assert not contains("文明，城市", "文明城市")
