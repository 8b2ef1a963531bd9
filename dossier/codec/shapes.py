"""The shape of our data files, checked with the JSON Schemas published in ``schema/``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from dossier.codec.yaml_source import Source
from dossier.model.findings import Finding

_PACKAGE = Path(__file__).resolve().parent.parent
_TYPES = {
    "string": '"…"',
    "integer": "0, 1, 2 …",
    "boolean": "true | false",
    "array": "[…]",
    "object": "{…}",
    "null": "null",
}


def schema_folder() -> Path:
    """Where the data travels: inside the installed package, or at the top of a checkout."""
    installed = _PACKAGE / "schema"
    return installed if installed.is_dir() else _PACKAGE.parent / "schema"


def shape_problems(source: Source, schema: str) -> list[Finding]:
    """Everything in which a file differs from ``schema/<schema>.schema.json``, as E502 to E504."""
    return [
        problem
        for error in _validator(schema).iter_errors(source.value)
        for problem in _translated(source, error)
    ]


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import

    text = (schema_folder() / f"{schema}.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def _translated(source: Source, error: Any) -> Iterator[Finding]:
    path = tuple(error.absolute_path)
    if error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance and f"'{key}'" in error.message:
                yield source.problem("E502", (*path, key))
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                yield source.problem("E504", (*path, key))
    else:
        yield source.problem("E503", path, expected=_expected(error), found=_shown(error.instance))


def _expected(error: Any) -> str:
    """What the schema wants, in signs that need no translation."""
    value = error.validator_value
    if error.validator == "type":
        names = [value] if isinstance(value, str) else value
        return " | ".join(_TYPES.get(name, name) for name in names)
    if error.validator == "enum":
        return " | ".join(str(item) for item in value)
    if error.validator == "pattern":
        return f"/{value}/"
    signs = {"minimum": "≥", "maximum": "≤", "maxLength": "length ≤", "minLength": "length ≥"}
    signs |= {"minItems": "[…] ≥", "minProperties": "{…} ≥"}
    return f"{signs.get(error.validator, error.validator)} {value}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
