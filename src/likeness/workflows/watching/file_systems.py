"""Which folders tell of their changes: those on this machine do, those on others do not."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")

REMOTE = re.compile(
    r"nfs4?|cifs|smb[23]?|smbfs|afs|ceph|glusterfs|lustre|9p|drvfs|vboxsf|vmhgfs|virtiofs|prl_fs"
    r"|davfs|fuse\..+|fuseblk"
)
"""File systems of which the kernel does not hear what others change, or may not."""

ESCAPED = re.compile(r"\\([0-7]{3})")


def tells_changes(folder: str, mounts: Path = MOUNTS) -> bool:
    """Return whether the operating system tells of all changes below *folder*.

    Args:
        folder: Absolute path.
        mounts: The kernel's list of mounts (proc(5)); where there is none, as on macOS, only
            folders below /Volumes and /net are taken for remote ones.
    """
    real = os.path.realpath(folder)
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return sys.platform != "linux" and not real.startswith(("/Volumes/", "/net/"))
    best, kind = "", ""
    for line in lines:
        place, found = _mount(line)
        if len(place) >= len(best) and (real + "/").startswith(place.rstrip("/") + "/"):
            best, kind = place, found
    return not REMOTE.fullmatch(kind)


def _mount(line: str) -> tuple[str, str]:
    """Return where a line of mountinfo mounts what kind of file system."""
    before, _, after = line.partition(" - ")
    fields = before.split(" ")
    place = fields[4] if len(fields) > 4 else ""
    return ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), place), after.partition(" ")[0]
