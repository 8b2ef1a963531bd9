"""The same truth for files an office program wrote, the legacy formats through LibreOffice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dossier.extract.office import find_office
from dossier.extract.office_pool import OfficePool
from dossier.rules.description import describe
from dossier.workflow.notation import ChineseNotation
from tests.tools.truth import Paper, Scores
from tests.tools.truth_office import office_documents

PROGRAM = find_office()
COUNT = int(os.environ.get("DOSSIER_TRUTH", "3"))


@pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")
def test_f05_f07_fields_of_files_written_by_an_office_program(tmp_path: Path) -> None:
    assert PROGRAM is not None
    known: dict[Path, tuple[str, str, Paper]] = {}
    for what, name, paper, content in office_documents(PROGRAM, tmp_path, COUNT):
        path = tmp_path / f"{len(known)}"
        path.write_bytes(content)
        known[path] = what, name, paper
    scores = Scores()
    with OfficePool(2) as pool:
        for path, read in pool.extract_many((path, path, known[path][1]) for path in known):
            what, name, paper = known[path]
            found = describe(read, name, "2026-06-01", ChineseNotation())
            assert found.usable is True, (what, name, found.findings)
            assert found.format == name.rpartition(".")[2]
            scores.add(what, name, paper, found)
    print(f"\n{scores.table()}")  # noqa: T201
    assert not scores.below(0.98), "\n".join(scores.wrong)
