"""Finding codes are published once, with advice, and every code the program emits is published."""

from __future__ import annotations

import re
from pathlib import Path

from dossier.rules.finding_table import TABLE

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"([EWU][1-8]\d\d)"')


def test_codes_are_well_formed_and_say_what_to_do() -> None:
    assert all(re.fullmatch(r"[EWU][1-8]\d\d", code) for code in TABLE)
    assert all(rule.message and rule.hint for rule in TABLE.values())


def test_every_emitted_code_is_published() -> None:
    sources = [p for p in (ROOT / "dossier").rglob("*.py") if p.name != "finding_table.py"]
    emitted = {code for path in sources for code in CODE.findall(path.read_text("utf-8"))}
    assert emitted - TABLE.keys() == set()
