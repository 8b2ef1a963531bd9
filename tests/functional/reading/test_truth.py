"""Papers and tables made from known fields come back with their fields, whatever the format.

``DOSSIER_TRUTH=200`` makes so many documents in every format instead of a few.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from dossier.extract.inline import InlineExtractor
from dossier.model.records import Description
from dossier.rules.description import describe
from dossier.workflow.notation import ChineseNotation
from tests.tools.truth import Paper
from tests.tools.truth_formats import documents

COUNT = int(os.environ.get("DOSSIER_TRUTH", "10"))
LEAST = 0.98
FIELDS = ("number", "issued", "title", "issuer")


def stated(found: Description) -> dict[str, str]:
    said = (found.doc_number, found.dates.issued, found.title, found.issuer)
    return {field: value or "" for field, value in zip(FIELDS, said, strict=True)}


def differences(paper: Paper, found: Description) -> dict[str, str]:
    """The fields that came back otherwise, with what was said instead."""
    said = stated(found)
    return {field: said[field] for field in FIELDS if said[field] != getattr(paper, field)}


def table_of(asked: Counter[str], right: Counter[tuple[str, str]]) -> str:
    rows = (
        f"{what:34}{count:6}" + "".join(f"{right[what, f] / count:>9.1%}" for f in FIELDS)
        for what, count in asked.items()
    )
    return "\n".join((f"{'format':34}{'n':>6}" + "".join(f"{f:>9}" for f in FIELDS), *rows))


def test_f01_f04_f05_f07_fields_of_papers_in_every_format(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    path, extractor = tmp_path / "content", InlineExtractor()
    for what, name, paper, content in documents(COUNT):
        path.write_bytes(content)
        found = describe(extractor.extract(path, name), name, "2026-06-01", ChineseNotation())
        assert found.usable is True, (what, name, found.findings)
        missed = differences(paper, found)
        asked[what] += 1
        right.update((what, field) for field in FIELDS if field not in missed)
        wrong += [f"{what} {name} {f}: {s} not {getattr(paper, f)}" for f, s in missed.items()]
    print(f"\n{table_of(asked, right)}")  # noqa: T201
    assert all(right[what, f] >= LEAST * count for what, count in asked.items() for f in FIELDS), (
        "\n".join(wrong)
    )
