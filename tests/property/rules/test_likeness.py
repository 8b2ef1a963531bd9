"""Likenesses kept up to date one by one are those found by looking at everything at once."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.model.prints import PhotoLikeness, PhotoPrint
from dossier.rules.likeness_index import COMMON, ENOUGH, SHARE, TextLikeness
from dossier.rules.photo_index import NEAR, PhotoIndex
from dossier.rules.postings import Postings

PHRASES = [tuple(range(start, start + ENOUGH)) for start in range(8, 4000, 400)]
sketches = st.sets(st.sampled_from(PHRASES), min_size=1, max_size=4).map(
    lambda chosen: tuple(sorted(value for phrase in chosen for value in phrase))
)
crowds = st.tuples(st.just("crowd"), st.integers(1, COMMON + 3), sketches)
texts = st.tuples(st.sampled_from(["add", "policy"]), st.integers(0, 9), sketches)
gone = st.tuples(st.sampled_from(["remove", "unquote", "disperse"]), st.integers(0, 9), st.just(()))


class AllAtOnce:
    """Texts and policies; every pair is compared anew."""

    def __init__(self) -> None:
        self.texts: dict[str, tuple[int, ...]] = {}
        self.policies: dict[str, tuple[int, ...]] = {}

    def like(self, content: str) -> dict[str, float]:
        holders = Counter(value for sketch in self.texts.values() for value in sketch)
        quoted = {value for sketch in self.policies.values() for value in sketch}
        own, found = self.texts.get(content, ()), {}
        for other, sketch in self.texts.items():
            both = [v for v in {*own} & {*sketch} if holders[v] <= COMMON and v not in quoted]
            share = len(both) / max(1, min(len(own), len(sketch)))
            if other != content and len(both) >= ENOUGH and share >= SHARE:
                found[other] = round(min(1.0, share), 3)
        return found


def tell(index: TextLikeness, whole: AllAtOnce, step: tuple[str, int, tuple[int, ...]]) -> set[str]:
    """Do a step with both; the texts that are new by it."""
    what, number, sketch = step
    if what == "add":
        index.add(f"t{number}", sketch)
        whole.texts[f"t{number}"] = sketch
    elif what == "policy":
        index.add_policy(f"p{number}", sketch)
        whole.policies[f"p{number}"] = sketch
    elif what == "remove":
        index.remove(f"t{number}")
        whole.texts.pop(f"t{number}", None)
    elif what == "unquote":
        index.remove_policy(f"p{number}")
        whole.policies.pop(f"p{number}", None)
    else:
        for member in range(number):
            name = f"c{member}"
            index.remove(name)
            whole.texts.pop(name, None)
            if what == "crowd":
                index.add(name, sketch)
                whole.texts[name] = sketch
    if what == "crowd":
        return {f"c{member}" for member in range(number)}
    return {f"t{number}"} if what == "add" else set()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.one_of(texts, texts, crowds, gone), st.booleans()), max_size=14))
def test_texts_one_by_one(steps: list[tuple[tuple[str, int, tuple[int, ...]], bool]]) -> None:
    """Runs of characters become set phrases and cease to be, policies come and go."""
    index, whole = TextLikeness(), AllAtOnce()
    seen: dict[str, dict[str, float]] = {}
    fresh: set[str] = set()
    for step, look in steps:
        fresh |= tell(index, whole, step)
        if look:
            changed = index.changed()
            now = {name: whole.like(name) for name in whole.texts}
            assert {name: index.like(name) for name in whole.texts} == now
            known = (seen.keys() & now.keys()) - fresh
            fresh.clear()
            assert {name for name in known if seen[name] != now[name]} <= changed
            seen = now
    index.changed()
    again = TextLikeness()
    again.restore(index.texts(), index.policies(), index.alike())
    for name in whole.texts:
        assert index.like(name) == again.like(name) == whole.like(name)


class BySmall:
    """Compares by the first byte."""

    def __init__(self) -> None:
        self.kept: dict[str, int] = {}

    def keep(self, content: str, found: PhotoPrint) -> None:
        self.kept[content] = found.small[0]

    def likeness(self, one: str, other: str) -> PhotoLikeness:
        return PhotoLikeness(1.0 if self.kept[one] == self.kept[other] else 0.5)


def some_hash(base: int, flips: frozenset[int]) -> int:
    return base ^ sum(1 << bit for bit in flips)


BASES = [0x0123456789ABCDEF, 0xFEDCBA9876543210, 0x0F0F0F0F33335555]
hashes = st.builds(
    some_hash, st.sampled_from(BASES), st.frozensets(st.integers(0, 63), max_size=12)
)
prints = st.builds(
    lambda found, first: PhotoPrint(tuple(found), bytes([first]), 1),
    st.lists(hashes, min_size=3, max_size=3),
    st.integers(0, 1),
)


def near(one: PhotoPrint, other: PhotoPrint) -> bool:
    """Some cut of the other is near the whole of the one, and some cut shares a stretch with it."""

    def stretches(value: int) -> set[tuple[int, int]]:
        return {(place, value >> 11 * place & 0xFFFFF) for place in range(5)}

    whole = one.hashes[0]
    close = any((whole ^ value).bit_count() <= NEAR for value in other.hashes)
    return close and any(stretches(whole) & stretches(value) for value in other.hashes)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 7), st.none() | prints, st.booleans()), max_size=16))
def test_pictures_one_by_one(steps: list[tuple[int, PhotoPrint | None, bool]]) -> None:
    index = PhotoIndex(BySmall(), 0.9)
    whole: dict[str, PhotoPrint] = {}
    for number, found, look in steps:
        name = str(number)
        index.remove(name)
        whole.pop(name, None)
        if found is not None:
            index.add(name, found)
            whole[name] = found
        if look:
            index.changed()
    index.changed()
    pairs = {
        frozenset((one, other))
        for one, other in combinations(whole, 2)
        if (near(whole[one], whole[other]) or near(whole[other], whole[one]))
        and whole[one].small == whole[other].small
    }
    assert {frozenset((name, other)) for name in whole for other in index.like(name)} == pairs


@given(st.dictionaries(st.integers(0, 30), st.sets(st.integers(0, 2**20 - 1)), max_size=8))
def test_postings_hold_what_was_added(held: dict[int, set[int]]) -> None:
    made = Postings(20)
    for holder, keys in held.items():
        made.add(keys, holder)
    every = {key for keys in held.values() for key in keys}
    counts = Counter(key for keys in held.values() for key in keys)
    assert set(made.shared()) == {key for key in every if counts[key] > 1}
    for key in every:
        assert made.holders(key) == sorted(h for h, keys in held.items() if key in keys)
        assert len(made.holders(key, 1)) == min(2, counts[key])
    for holder, keys in held.items():
        made.discard(keys, holder)
    assert not any(made.holders(key) for key in every)
