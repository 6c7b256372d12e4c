"""Whether the system tells of every change in a folder, or somebody has to look.

The system tells of what it does itself. A folder of another machine, or of the Windows beneath a WSL, changes without
its doing, so that no event comes.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

# As Linux, WSL (9p, drvfs), macOS and virtual machines name them.
TOLD_BY_NOBODY = frozenset(
    """
    9p v9fs drvfs virtiofs nfs nfs3 nfs4 cifs smb smb2 smb3 smbfs afpfs webdav davfs afs ceph coda ncpfs glusterfs
    vboxsf prl_fs vmhgfs fakeowner grpcfuse osxfuse macfuse fuse fuseblk
    """.split()
)
REMOTE = "remote"  # among the options of a drive of Windows


@dataclass(frozen=True)
class Mount:
    """A file system and where it begins. `options` are those of psutil, divided by commas."""

    place: Path
    kind: str
    options: str = ""

    @property
    def tells(self) -> bool:
        """Whether every change in it comes as an event."""
        kind = self.kind.lower()
        return not (kind in TOLD_BY_NOBODY or kind.startswith("fuse.") or REMOTE in self.options.split(","))


def mounts() -> list[Mount]:
    """The file systems of this machine, in the order in which they were mounted; none where it does not say."""
    try:
        found = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return []
    return [Mount(Path(each.mountpoint), each.fstype, each.opts) for each in found]


def tells_of_changes(folder: Path, known: Iterable[Mount]) -> bool:
    """Whether a change anywhere in a folder comes as an event. `folder` is absolute and without links."""
    if str(folder).startswith(("\\\\", "//")):  # another machine's folder by its own name, \\server\share
        return False
    around = [each for each in known if folder.is_relative_to(each.place)]
    if not around:
        return True
    return max(enumerate(around), key=lambda pair: (len(pair[1].place.parts), pair[0]))[1].tells


def real(folder: Path) -> Path:
    """A folder's own place, with every link followed."""
    return Path(os.path.realpath(folder))
