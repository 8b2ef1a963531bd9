"""Findings with parameters gathered from several places."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dossier.model.findings import Finding

Value = str | int | float
_NOTHING: Mapping[str, Value] = MappingProxyType({})


def noted(
    code: str, subject: str, about: Mapping[str, Value] = _NOTHING, /, **values: Value
) -> Finding:
    """A finding with what is known of its place and its own values."""
    return Finding(code, subject, {**about, **values})


def record_of(finding: Finding) -> str:
    """The record a finding is about: its subject, or the one it names."""
    named = finding.parameters.get("record")
    return str(named) if named else finding.subject


def other_of(finding: Finding) -> str:
    """The second record of a pair, empty where there is none."""
    return str(finding.parameters.get("other", ""))
