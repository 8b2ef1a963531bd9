"""Examples: learned at once, unlearned at once, the newest kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dossier.rules.learning import PER_ASK, Example, Examples, weightiest


def example(record: str, words: str, code: str, unit: str | None = None) -> Example:
    return Example(record, (code,), dict.fromkeys(words.split(), 1.0), unit)


def features(words: str) -> dict[str, float]:
    return dict.fromkeys(words.split(), 1.0)


def test_nothing_known_resembles_nothing() -> None:
    assert Examples().resemblance(features("采血"), None, None) == {}


def test_one_example_is_enough_to_be_followed() -> None:
    known = Examples()
    known.learn(example("r1", "阳光 小屋 月报", "Ⅲ-1"))
    known.learn(example("r2", "河道 巡查", "Ⅲ-2"))
    found = known.resemblance(features("阳光 小屋 三月"), None, None)
    assert list(found) == ["Ⅲ-1"]
    assert found["Ⅲ-1"].record == "r1"
    assert 0.5 < found["Ⅲ-1"].best <= 1.0


def test_a_wrong_example_is_unlearned() -> None:
    known = Examples()
    known.learn(example("r1", "阳光 小屋", "Ⅲ-1"))
    known.forget("r1")
    known.forget("r1")
    assert known.resemblance(features("阳光 小屋"), None, None) == {}
    assert len(known) == 0


def test_a_corrected_example_replaces_the_old_one() -> None:
    known = Examples()
    known.learn(example("r1", "阳光 小屋", "Ⅲ-1"))
    known.learn(example("r1", "阳光 小屋", "Ⅲ-2"))
    assert list(known.resemblance(features("阳光"), None, None)) == ["Ⅲ-2"]


def test_the_examples_of_an_ask_speak_together() -> None:
    known = Examples()
    known.learn(example("r1", "阳光 小屋", "Ⅲ-1"))
    known.learn(example("r2", "手工 轮椅", "Ⅲ-1"))
    known.learn(example("r3", "阳光 河道", "Ⅲ-2"))
    found = known.resemblance(features("小屋 轮椅"), None, None)
    assert found["Ⅲ-1"].spoken > found["Ⅲ-1"].best
    known.forget("r2")
    assert known.resemblance(features("轮椅"), None, None) == {}


def test_an_example_may_serve_several_asks_d06() -> None:
    known = Examples()
    known.learn(Example("r1", ("Ⅲ-1", "Ⅲ-2"), features("阳光 小屋")))
    assert set(known.resemblance(features("阳光"), None, None)) == {"Ⅲ-1", "Ⅲ-2"}


def test_the_same_unit_resembles_more() -> None:
    known = Examples()
    known.learn(example("r1", "月报 来访", "Ⅲ-1", "残联"))
    own = known.resemblance(features("月报 来访"), "残联", None)["Ⅲ-1"].best
    other = known.resemblance(features("月报 来访"), "妇联", None)["Ⅲ-1"].best
    assert own > other


def test_only_the_newest_of_an_ask_are_kept() -> None:
    known = Examples()
    for number in range(PER_ASK + 5):
        known.learn(example(f"r{number:03d}", f"月报 第{number}期", "Ⅲ-1"))
    assert len(known) == PER_ASK
    assert {item.record for item in known} == {f"r{n:03d}" for n in range(5, PER_ASK + 5)}


def test_trust_grows_with_the_number_of_examples() -> None:
    known = Examples()
    assert known.trust == 0.0
    known.learn(example("r1", "月报", "Ⅲ-1"))
    assert 0.0 < known.trust < 1.0


def test_the_weightiest_features_are_chosen_by_what_they_tell() -> None:
    told = weightiest({"a": 1.0, "b": 1.0, "c": 3.0}, {"a": 5.0}.get, 2)  # type: ignore[arg-type]
    assert told == {"a": 1.0, "c": 3.0}


WORDS = st.dictionaries(st.sampled_from("甲乙丙丁戊己庚辛"), st.floats(0.1, 5.0), min_size=1)


@given(st.lists(st.tuples(st.integers(0, 9), WORDS, st.sampled_from(["x", "y", "z"])), max_size=25))
def test_forgetting_leaves_no_trace(steps: list[tuple[int, dict[str, float], str]]) -> None:
    known = Examples()
    for number, words, code in steps:
        known.learn(Example(f"r{number}", (code,), words))
    for number in range(10):
        known.forget(f"r{number}")
    fresh = Examples()
    probe = Example("p", ("x",), {"甲": 1.0, "乙": 2.0})
    for one in (known, fresh):
        one.learn(probe)
    asked = {"甲": 1.0, "丙": 0.5}
    assert known.resemblance(asked, None, None) == fresh.resemblance(asked, None, None)
