"""The text files of one small partial bundle, and how to write them anew."""

from __future__ import annotations

from pathlib import Path

from dossier.bundle.bag import chunks_of, control_files
from dossier.i18n import Translator
from dossier.model.assessment import Verdict
from tests.tools.bundles import planned, tags

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "bundle" / "partial"
_TEXT = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest.csv", "assessment.json")


def golden_files() -> dict[str, bytes]:
    """Name to bytes; the workbook and the page are judged by other tests."""
    bad = {"Ⅲ-1-1-①": Verdict.INCOMPLETE}
    english = Translator("en")
    plan = planned(partial=True, reason="区级初审", verdicts=bad, translator=english)
    files = control_files(plan, tags(plan, verdicts=bad, translator=english), "dossier")
    return {name: b"".join(chunks_of(files[name])) for name in _TEXT}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in golden_files().items():
        (FOLDER / name).write_bytes(data)
