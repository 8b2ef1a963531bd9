"""The text files of one bundle, letter by letter: a change here is a change of the format.

Write them anew with: python -m tests.tools.golden_bundle
"""

from __future__ import annotations

import pytest

from tests.tools.golden_bundle import FOLDER, golden_files


@pytest.mark.parametrize("name", sorted(golden_files()))
def test_the_text_files_of_a_bundle(name: str) -> None:
    assert golden_files()[name].decode() == (FOLDER / name).read_bytes().decode()
