"""Pairs the requirements of two editions, by code and by wording, so that a renumbering does not
read as everything missing (C04).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dossier.model.crosswalks import Crosswalk, Link, Relation
from dossier.model.editions import Edition, Requirement
from dossier.rules.edition_difference import changes, relation_of
from dossier.rules.wording_likeness import Face, candidates, faces, held, likeness

ALIKE = 0.52
"""Below this two requirements are not the same; measured on editions with known changes."""
_PART = 0.7


def crosswalk(
    old: Edition, new: Edition, settled: Mapping[str, Sequence[str]] | None = None
) -> Crosswalk:
    """Every requirement of both editions in one link, in the order of the old edition, what is new
    at the end.

    ``settled`` are old codes with the new ones a person chose for them (none: dropped).
    """
    settled = settled or {}
    chosen = {code for codes in settled.values() for code in codes}
    left = [face for face in faces(old) if face.code not in settled]
    right = [face for face in faces(new) if face.code not in chosen]
    pairs = _paired(left, right)
    splits, mergers = _remainders(left, right, pairs)
    free_old = {item.code: item for item in old.requirements if item.code not in settled}
    free_new = {item.code: item for item in new.requirements if item.code not in chosen}
    links = _links(free_old, free_new, pairs, splits, mergers)
    links += _settled_links(old, new, settled)
    order = {item.code: number for number, item in enumerate(old.requirements)}
    fresh = {item.code: len(order) + number for number, item in enumerate(new.requirements)}
    links.sort(key=lambda link: order[link.old[0]] if link.old else fresh[link.new[0]])
    return Crosswalk(old.id, new.id, tuple(links))


def _paired(left: Sequence[Face], right: Sequence[Face]) -> dict[str, tuple[str, float]]:
    """Old code → new code and likeness: the likest pairs first, each requirement once."""
    scored = [
        (score, one.code, other.code)
        for one, other in candidates(left, right)
        if (score := likeness(one, other)) >= ALIKE
    ]
    scored.sort(key=lambda row: (-row[0], row[1], row[2]))
    pairs: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, one, other in scored:
        if one not in pairs and other not in taken:
            pairs[one] = (other, score)
            taken.add(other)
    return pairs


def _remainders(
    left: Sequence[Face], right: Sequence[Face], pairs: Mapping[str, tuple[str, float]]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What a pair leaves over: new parts of an old ask, old parts of a new one."""
    new_of = {one: other for one, (other, _score) in pairs.items()}
    taken = set(new_of.values())
    splits: dict[str, list[str]] = {}
    for face in (face for face in right if face.code not in taken):
        whole = _holder(face, left)
        if whole and (whole.code not in new_of or _in_two(whole, new_of[whole.code], right)):
            splits.setdefault(whole.code, []).append(face.code)
    mergers: dict[str, list[str]] = {}
    old_of = {other: one for one, other in new_of.items()}
    loose = (face for face in left if face.code not in pairs and face.code not in splits)
    for face in loose:
        whole = _holder(face, right)
        if whole and (whole.code not in old_of or _in_two(whole, old_of[whole.code], left)):
            mergers.setdefault(whole.code, []).append(face.code)
    return splits, mergers


def _holder(part: Face, wholes: Sequence[Face]) -> Face | None:
    """The requirement whose wording holds that of ``part``, in the same place of the tree."""
    best, share = None, _PART
    for whole in wholes:
        near = held(part.place, whole.place) >= _PART or part.kinds & whole.kinds
        found = held(part.grams, whole.grams)
        if near and found >= share and len(whole.grams) > len(part.grams):
            best, share = whole, found
    return best


def _in_two(whole: Face, partner: str, sides: Sequence[Face]) -> bool:
    """Whether the partner of ``whole`` leaves wording of it over."""
    face = next(side for side in sides if side.code == partner)
    return held(whole.grams, face.grams) < 0.8


def _links(
    left: Mapping[str, Requirement],
    right: Mapping[str, Requirement],
    pairs: Mapping[str, tuple[str, float]],
    splits: Mapping[str, list[str]],
    mergers: Mapping[str, list[str]],
) -> list[Link]:
    merged_old = {code for codes in mergers.values() for code in codes}
    old_of = {other: one for one, (other, _score) in pairs.items()}
    links: list[Link] = []
    for whole, parts in mergers.items():
        before = ([old_of[whole]] if whole in old_of else []) + parts
        links.append(Link(Relation.MERGED, tuple(before), (whole,), 1.0, ("code", "wording")))
    busy = {code for link in links for code in link.old}
    for code, (other, score) in pairs.items():
        if code in splits or code in busy:
            continue
        links.append(_pair(left[code], right[other], score))
    for code, parts in splits.items():
        after = ([pairs[code][0]] if code in pairs else []) + parts
        links.append(Link(Relation.SPLIT, (code,), tuple(after), 1.0, ("code", "wording")))
    done_old = {code for link in links for code in link.old} | merged_old
    done_new = {code for link in links for code in link.new}
    return links + _leftovers(left, right, done_old, done_new)


def _pair(old: Requirement, new: Requirement, score: float) -> Link:
    rounded = round(min(score, 1.0), 3)
    return Link(relation_of(old, new), (old.code,), (new.code,), rounded, changes(old, new))


def _leftovers(
    left: Mapping[str, Requirement],
    right: Mapping[str, Requirement],
    done_old: set[str],
    done_new: set[str],
) -> list[Link]:
    dropped = [Link(Relation.DROPPED, (code,), ()) for code in left if code not in done_old]
    return dropped + [Link(Relation.NEW, (), (code,)) for code in right if code not in done_new]


def _settled_links(old: Edition, new: Edition, settled: Mapping[str, Sequence[str]]) -> list[Link]:
    left = {item.code: item for item in old.requirements}
    right = {item.code: item for item in new.requirements}
    links: list[Link] = []
    sources: dict[tuple[str, ...], list[str]] = {}
    for code, targets in settled.items():
        sources.setdefault(tuple(targets), []).append(code)
    for targets, codes in sources.items():
        if not targets:
            links += [Link(Relation.DROPPED, (code,), (), by="person") for code in codes]
        elif len(targets) == len(codes) == 1:
            one, other = left[codes[0]], right[targets[0]]
            found = changes(one, other)
            links.append(Link(relation_of(one, other), tuple(codes), targets, 1.0, found, "person"))
        else:
            relation = Relation.SPLIT if len(targets) > 1 else Relation.MERGED
            links.append(Link(relation, tuple(codes), targets, 1.0, ("code", "wording"), "person"))
    return links
