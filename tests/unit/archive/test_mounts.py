"""R06: an archive on a network file system can be told."""

from __future__ import annotations

from pathlib import Path

from dossier.archive.platform import is_network, kind_in_mounts

TABLE = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/team nfs4 rw 0 0
//nas/x /mnt/with\\040space cifs rw 0 0
/dev/sdb1 /mnt/team/local xfs rw 0 0
broken
"""


def test_the_deepest_mount_decides() -> None:
    assert kind_in_mounts(TABLE, Path("/home/a")) == "ext4"
    assert kind_in_mounts(TABLE, Path("/mnt/team/archive")) == "nfs4"
    assert kind_in_mounts(TABLE, Path("/mnt/team/local/archive")) == "xfs"
    assert kind_in_mounts(TABLE, Path("/mnt/teams")) == "ext4"
    assert kind_in_mounts(TABLE, Path("/mnt/with space/a")) == "cifs"
    assert kind_in_mounts("", Path("/home")) is None


def test_which_kinds_are_elsewhere() -> None:
    assert is_network("nfs4")
    assert is_network("cifs")
    assert not is_network("ext4")
    assert not is_network(None)
