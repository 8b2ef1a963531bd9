"""Any spelling of a code is that code; arbitrary text never breaks the search."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dossier.codec.requirement_codes import CodeBook, ascii_form, canonical, code_key
from dossier.model.editions import Edition, Indicator, Kind, Requirement, Slot

DASHES = st.sampled_from(["-", "—", "–", "－", "‐", "−", "_", " - ", "——"])
LETTERS = st.sampled_from(["Ⅲ", "ⅲ", "III", "iii", "Iii", "ⅠⅠⅠ", "ＩＩＩ", "lll"])
NUMBERS = st.tuples(st.integers(1, 99), st.integers(1, 20), st.integers(1, 20))


def circled(number: int) -> str:
    return chr(0x245F + number)


def wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


@st.composite
def spelled(draw: st.DrawFn) -> tuple[tuple[int, int, int], str]:
    content, standard, ask = draw(NUMBERS)
    digits = wide if draw(st.booleans()) else str
    first = draw(DASHES) + digits(content)
    second = draw(
        st.sampled_from(
            [
                f"{draw(DASHES)}{digits(standard)}",
                f"({digits(standard)})",
                f"（{digits(standard)}）",
                f"{draw(DASHES)}{digits(standard)})",
                f" {digits(standard)}）",
            ]
        )
    )
    closed = second[-1] in ")）"
    third = draw(
        st.sampled_from(
            [
                circled(ask),
                draw(DASHES) + circled(ask),
                draw(DASHES) + digits(ask),
                *([digits(ask)] if closed else []),
            ]
        )
    )
    return (content, standard, ask), draw(LETTERS) + first + second + third


def book_of(code: str) -> CodeBook:
    return CodeBook(
        Edition(
            id="one",
            title="一项",
            year=2026,
            scope="测试",
            kinds=(Kind("policy", "规范文件"),),
            indicators=(Indicator(code.rsplit("-", 2)[0], 3, None),),
            requirements=(Requirement(code, code.rsplit("-", 2)[0], "要求", (Slot("policy"),)),),
        )
    )


@given(spelled())
def test_any_spelling_resolves_to_the_same_code(case: tuple[tuple[int, int, int], str]) -> None:
    (content, standard, ask), text = case
    code = f"Ⅲ-{content}-{standard}-{circled(ask)}"
    assert canonical(text) == code
    assert book_of(code).resolve(text) == code
    assert book_of(code).find(f"文明办/{text} 材料.docx") == (code,)
    assert book_of(code).unknown(f"文明办/{text} 材料.docx") == ()


@given(NUMBERS)
def test_ascii_and_canonical_are_two_prints_of_one_code(numbers: tuple[int, int, int]) -> None:
    content, standard, ask = numbers
    code = f"Ⅲ-{content}-{standard}-{circled(ask)}"
    assert canonical(ascii_form(code)) == code
    assert ascii_form(code).isascii()
    assert code_key(ascii_form(code)) == code_key(code) == (3, *numbers)


NOISE = st.text(alphabet="ⅢⅡIil1Gg加分项JF①②⑴（）()[]-—_. 0123456789/年〔〕号、甲", max_size=40)


@given(NOISE)
def test_printing_is_stable_on_any_text(text: str) -> None:
    code = canonical(text)
    if code is not None:
        assert canonical(code) == code
        assert code_key(code) == code_key(text)
        assert ascii_form(code).isascii()


@given(NOISE, NUMBERS)
def test_only_codes_of_the_edition_are_found(text: str, numbers: tuple[int, int, int]) -> None:
    content, standard, ask = numbers
    code = f"Ⅲ-{content}-{standard}-{circled(ask)}"
    book = book_of(code)
    assert set(book.find(text)) <= {code}
    assert code not in book.unknown(text)
