from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.bundle.bag import decoded, encoded, manifest, manifest_lines
from dossier.bundle.faults import is_dangerous
from dossier.bundle.trees import MemoryTree
from dossier.bundle.verify import verify_tree
from dossier.bundle.writer import MemoryWriter
from dossier.model.profiles import Layout
from dossier.rules.arcnames import allocate, arcname, clean, fits, name_key
from tests.tools.bundles import AGENT, planned, record, shelf, tags

ANY = st.text(st.characters(), max_size=120)
HARD = st.one_of(
    ANY, st.text(st.sampled_from('CONnul.文e\u0301\u202e <>:"/\\|?*~$%#1¹-_'), max_size=300)
)
LAYOUTS = st.builds(
    Layout,
    folder=st.sampled_from(["{code} {title}/{kind_name}", "{unit}", ""]),
    file=st.sampled_from(["{seq} {unit} {stem}{ext}", "{name}", "{stem}"]),
    max_name_chars=st.integers(40, 120),
    max_name_bytes=st.integers(60, 255),
    max_path_chars=st.integers(120, 240),
    ascii=st.booleans(),
)
FORBIDDEN = re.compile(
    r'[<>:"\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)
DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?")


def legal(part: str) -> bool:
    return (
        bool(part)
        and not FORBIDDEN.search(part)
        and part == part.rstrip(". ")
        and not DEVICE.fullmatch(part)
        and unicodedata.is_normalized("NFC", part)
    )


@settings(max_examples=200)
@given(LAYOUTS, st.lists(st.tuples(HARD, HARD, HARD, HARD), min_size=1, max_size=8))
def test_z04_z06_any_names_become_legal_unique_and_short(
    layout: Layout, rows: list[tuple[str, str, str, str]]
) -> None:
    wanted = []
    for number, (name, unit, title, code) in enumerate(rows):
        stem, dot, ext = name.rpartition(".")
        values = {"name": name, "stem": stem if dot else ext, "ext": dot + ext}
        values |= {"unit": unit, "title": title, "code": code, "kind_name": "图片", "seq": "01"}
        wanted.append((arcname(layout, values), str(number)))
    paths = allocate(wanted, layout)
    assert None not in paths
    for path in paths:
        assert path is not None
        assert all(map(legal, path.split("/"))), path
        assert fits(path, layout), path
        assert not is_dangerous(f"data/{path}")
        assert path.isascii() or not layout.ascii
    assert len({name_key(path or "") for path in paths}) == len(paths)


@given(HARD)
def test_cleaning_is_settled_after_one_time(text: str) -> None:
    assert clean(clean(text)) == clean(text)


PATHS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(PATHS)
def test_manifest_paths_come_back(path: str) -> None:
    assert decoded(encoded(path)) == path
    name = f"data/{path.strip()}"
    if not re.search(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", name) and "//" not in name:
        [line] = manifest_lines([manifest([(name, "0" * 64)])])
        assert line.path == name


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "bagit.txt",
                "manifest-sha256.txt",
                "bag-info.txt",
                "tagmanifest-sha256.txt",
                "assessment.json",
                "data/x",
            ]
        ),
        st.binary(max_size=200),
    )
)
def test_any_bytes_under_our_names_are_judged_and_never_crash(files: dict[str, bytes]) -> None:
    assert not verify_tree(MemoryTree(files), "x").verified


@settings(max_examples=40)
@given(st.lists(st.tuples(HARD, st.binary(max_size=20)), max_size=5))
def test_any_received_names_give_a_bundle_that_verifies(rows: list[tuple[str, bytes]]) -> None:
    records = [
        record(n, name, data, ("Ⅲ-1-1-①", "policy")) for n, (name, data) in enumerate(rows, 1)
    ]
    plan = planned(records)
    held = shelf([data for _name, data in rows])
    result = MemoryWriter(AGENT).write(plan, tags(plan, records), held.open)
    assert result.verified
    assert result.files == len(rows)
