"""Whether the system reports every change in a folder, or the folder must be polled.

The system reports only the changes that its own programs make. Other machines can change a network folder, and Windows
can change a Windows folder inside WSL, without an event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

# Types of file systems of Linux, WSL (9p, drvfs), macOS and virtual machines.
WITHOUT_EVENTS = frozenset(
    """
    9p v9fs drvfs virtiofs nfs nfs3 nfs4 cifs smb smb2 smb3 smbfs afpfs webdav davfs afs ceph coda ncpfs glusterfs
    vboxsf prl_fs vmhgfs fakeowner grpcfuse osxfuse macfuse fuse fuseblk
    """.split()
)
REMOTE = "remote"  # an option of a network drive on Windows


@dataclass(frozen=True)
class Mount:
    """A mounted file system. `options` are the mount options as psutil gives them, separated by commas."""

    place: Path
    kind: str
    options: str = ""

    @property
    def sends_events(self) -> bool:
        """Whether every change in it causes an event."""
        kind = self.kind.lower()
        return not (kind in WITHOUT_EVENTS or kind.startswith("fuse.") or REMOTE in self.options.split(","))


def mounts() -> list[Mount]:
    """The file systems of this machine, in the order of mounting; an empty list where they cannot be listed."""
    try:
        found = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return []
    return [Mount(Path(each.mountpoint), each.fstype, each.opts) for each in found]


def has_file_events(folder: Path, known: Iterable[Mount]) -> bool:
    """Whether every change in a folder causes an event. `folder` is absolute and without links."""
    if str(folder).startswith(("\\\\", "//")):  # a UNC path, \\server\share
        return False
    around = [each for each in known if folder.is_relative_to(each.place)]
    if not around:
        return True
    return max(enumerate(around), key=lambda pair: (len(pair[1].place.parts), pair[0]))[1].sends_events
