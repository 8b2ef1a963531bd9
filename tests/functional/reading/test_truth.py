"""Papers made from known fields come back with their fields, whatever the format."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dossier.extract.inline import InlineExtractor
from dossier.rules.description import describe
from dossier.workflow.notation import ChineseNotation
from tests.tools.truth import documents

COUNT = 260
LEAST = 0.98
FIELDS = ("number", "issued", "title", "issuer")


def test_f01_f04_f05_fields_of_papers_with_a_text_layer(tmp_path: Path) -> None:
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for what, name, paper, content in documents(COUNT):
        path = tmp_path / "content"
        path.write_bytes(content)
        found = describe(
            InlineExtractor().extract(path, name), name, "2026-06-01", ChineseNotation()
        )
        said = (found.doc_number, found.dates.issued, found.title, found.issuer)
        for field, value in zip(FIELDS, said, strict=True):
            truth = getattr(paper, field)
            right[field] += value == truth
            if value != truth:
                wrong.append(f"{what} {name} {field}: {value} instead of {truth}")
        assert found.usable is True, (what, found.findings)
    print(f"\n{COUNT} papers:", {field: f"{right[field] / COUNT:.1%}" for field in FIELDS})  # noqa: T201
    assert all(right[field] >= LEAST * COUNT for field in FIELDS), "\n".join(wrong)
