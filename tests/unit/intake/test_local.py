from __future__ import annotations

import pytest

from dossier.intake.local import remote_in_table, windows_extended

TABLE = """\
22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 0:40 / /srv/share rw shared:1 - cifs //nas/share rw
31 22 0:41 / /srv/in/remote\\040unit rw - nfs4 nas:/x rw
32 30 8:2 / /srv/share/usb rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/home/in", False),
        ("/srv/share/教育局", True),
        ("/srv/share/usb/in", False),
        ("/srv/in", True),
        ("/srv/in/remote unit/x", True),
        ("/srv/sharepoint", False),
    ],
)
def test_w01_w02_remote_mounts_of_or_below_a_folder(folder: str, remote: bool) -> None:
    assert remote_in_table(folder, TABLE) is remote


def test_an_unexpected_table_says_nothing() -> None:
    assert remote_in_table("/in", "garbage\n\n- - -\n") is False


@pytest.mark.parametrize(
    ("path", "extended"),
    [
        ("C:\\in\\教育局", "\\\\?\\C:\\in\\教育局"),
        ("\\\\nas\\share\\x", "\\\\?\\UNC\\nas\\share\\x"),
        ("\\\\?\\C:\\in", "\\\\?\\C:\\in"),
    ],
)
def test_z10_long_windows_paths(path: str, extended: str) -> None:
    assert windows_extended(path) == extended
