from __future__ import annotations

from pathlib import Path

import pytest

from likeness.workflows.watching.file_systems import tells_changes

MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /mnt/nas rw shared:2 - nfs4 nas:/photos rw
31 22 0:26 / /mnt/my\040drive rw - cifs //box/share rw
32 30 8:2 / /mnt/nas/local rw - xfs /dev/sdb1 rw
33 22 0:27 / /mnt/phone rw - fuse.sshfs phone: rw
""".strip()


@pytest.mark.parametrize(
    ("folder", "tells"),
    [
        ("/home/anna/Pictures", True),
        ("/mnt/nas", False),
        ("/mnt/nas/2019", False),
        ("/mnt/nasty", True),
        ("/mnt/my drive/x", False),
        ("/mnt/nas/local/x", True),
        ("/mnt/phone/DCIM", False),
    ],
)
def test_network_drives_are_told_from_those_of_this_machine(
    tmp_path: Path, folder: str, tells: bool
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert tells_changes(folder, mounts) is tells
