"""What doctor says of the bounds on reading."""

from __future__ import annotations

from dossier.model.settings import ReadingSettings
from dossier.workflow.doctor import Check, examine_reading


def checks(reading: ReadingSettings) -> dict[str, Check]:
    return {check.name: check for check in examine_reading(reading)}


def test_limits_of_readers_and_of_libreoffice_are_shown() -> None:
    found = checks(ReadingSettings(workers=3))
    assert (found["readers"].ok, found["readers"].value) == (True, "3 × 2048 MB, 30 s")
    limits = found["LibreOffice limits"]
    assert (limits.ok, limits.value) == (True, "4096 MB, 60 s")


def test_too_little_memory_is_advised_against() -> None:
    found = checks(ReadingSettings(memory_mb=128, office_memory_mb=256))
    for name, key in (("readers", "memory_mb"), ("LibreOffice limits", "office_memory_mb")):
        assert not found[name].ok
        assert key in found[name].advice
