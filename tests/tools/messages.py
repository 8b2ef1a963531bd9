"""Keep the message catalogues complete.

    python -m tests.tools.messages update            # read the code, rewrite both catalogues
    python -m tests.tools.messages translate FILE    # FILE: JSON object, English -> Chinese
    python -m tests.tools.messages missing           # list what has no Chinese yet

English is the message id; the English catalogue repeats it, the Chinese one translates it.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "dossier" / "locale"
KEYWORDS = {"_": None, "N_": None}


def extracted() -> set[str]:
    """Every message the code marks."""
    rows = extract_from_dir(str(ROOT / "dossier"), [("**.py", "python")], keywords=KEYWORDS)
    return {
        message for _name, _line, message, *_rest in rows if isinstance(message, str) and message
    }


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "dossier.po"


def read(language: str) -> dict[str, str]:
    """Message to translation, as the catalogue on disk has it."""
    path = po_path(language)
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    return {m.id: m.string for m in catalogue if isinstance(m.id, str) and m.id and m.string}


def build(language: str, known: dict[str, str]) -> Catalog:
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    catalogue = Catalog(
        locale=language,
        project="dossier",
        version="1",
        header_comment="# Messages of dossier.",
        msgid_bugs_address="-",
        last_translator="dossier",
        creation_date=day,
        revision_date=day,
        fuzzy=False,
    )
    for message in sorted(extracted()):
        catalogue.add(message, message if language == "en" else known.get(message, ""))
    return catalogue


def rendered(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as .po and .mo bytes."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=100, sort_output=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def write(known: dict[str, str]) -> None:
    for language in ("zh", "en"):
        po, mo = rendered(build(language, known))
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(mo)


def main(arguments: list[str]) -> int:
    with FileLock("/tmp/dossier-messages.lock"):
        known = read("zh")
        if arguments[:1] == ["translate"]:
            known |= json.loads(Path(arguments[1]).read_text("utf-8"))
        if arguments[:1] in (["translate"], ["update"]):
            write(known)
    missing = [message for message in sorted(extracted()) if not known.get(message)]
    print("\n".join(missing) if missing else "complete")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
