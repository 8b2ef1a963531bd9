"""Keep the README's tables of commands and findings those of the program.

python -m tests.tools.readme
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dossier import i18n
from dossier.cli.parser import build_parser
from dossier.rules.finding_table import TABLE

README = Path(__file__).resolve().parents[2] / "README.md"


def commands_table() -> str:
    """Every command with its one-line summary, in English."""
    i18n.use_language("en")
    actions = build_parser()._subparsers
    assert actions is not None
    choices = next(a for a in actions._group_actions if isinstance(a, argparse._SubParsersAction))
    rows = [f"| `{item.dest}` | {item.help} |" for item in choices._choices_actions]
    return "\n".join(["| command | what it does |", "| --- | --- |", *rows])


def findings_table() -> str:
    """Every finding code with its sentence and advice, in English."""
    rows = [
        f"| {code} | {_cell(rule.message)} | {_cell(rule.hint)} |"
        for code, rule in sorted(TABLE.items(), key=lambda item: (item[0][1:], item[0]))
    ]
    return "\n".join(["| code | what it says | what to do |", "| --- | --- | --- |", *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def filled(text: str) -> str:
    """The README with its generated parts as they should be."""
    for name, table in (("commands", commands_table()), ("findings", findings_table())):
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _start, rest = text.partition(start)
        text = before + start + table + "\n" + end + rest.partition(end)[2]
    return text


if __name__ == "__main__":
    README.write_text(filled(README.read_text("utf-8")), "utf-8")
