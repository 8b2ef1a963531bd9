"""Folders and letterheads named after a unit that was renamed, merged or split."""

from __future__ import annotations

import pytest

from dossier.model.editions import Unit
from dossier.rules.unit_names import UnitMatch, match_unit

UNITS = (
    Unit("文旅局", aliases=("市文旅局",), formerly=("文广新局", "旅游局"), inbox="06"),
    Unit("税务局", formerly=("国税局", "地税局")),
    Unit("生态环境局", formerly=("环保局",)),
    Unit("水务局", formerly=("水利局",)),
    Unit("农业农村局", formerly=("水利局",)),
    Unit("环保局大队"),
)


@pytest.mark.parametrize(
    ("folder", "unit", "reason", "written"),
    [
        ("文旅局", "文旅局", "name", "文旅局"),
        ("市文旅局", "文旅局", "alias", "市文旅局"),
        ("06", "文旅局", "inbox", "06"),
        ("文广新局", "文旅局", "former", "文广新局"),
        ("3、旅游局报送材料", "文旅局", "former", "旅游局"),
        ("地税局", "税务局", "former", "地税局"),
        ("环保局", "生态环境局", "former", "环保局"),
        ("南城区旅游局文件", "文旅局", "contains", "旅游局"),
        ("XX市环保局大队", "环保局大队", "contains", "环保局大队"),
    ],
)
def test_former_names_folders_and_letterheads(
    folder: str, unit: str, reason: str, written: str
) -> None:
    assert match_unit(folder, UNITS) == UnitMatch(unit, reason, written)


def test_c07_a_former_name_that_two_units_took_over_is_not_guessed() -> None:
    found = match_unit("水利局", UNITS)
    assert (found.unit, found.reason) == (None, "ambiguous")
    assert found.rivals == ("水务局", "农业农村局")


def test_a_current_name_goes_before_a_former_one() -> None:
    units = (Unit("甲局", formerly=("旅游局",)), Unit("旅游局"))
    assert match_unit("旅游局", units).unit == "旅游局"
