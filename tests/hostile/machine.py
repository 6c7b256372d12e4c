"""What the whole machine shows: who listens, mounts, namespaces, processes and temporary files.

Only where nothing else starts meanwhile is what comes new the gradings' own: in a fresh network, mount and process
namespace (unshare(1)), or on a quiet machine.
"""

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.hostile.attempt import GONE_WITHIN, mounted

TEMPORARY = ("/tmp", "/var/tmp", "/dev/shm")
NAMESPACES = ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts")


@dataclass(frozen=True)
class Machine:
    """All of it at one moment, each thing by a line that tells what it is."""

    ports: frozenset[str]
    mounts: frozenset[str]
    namespaces: frozenset[str]
    processes: frozenset[str]
    files: frozenset[str]

    def more_than(self, before: "Machine") -> list[str]:
        """What is here and was not before."""
        kinds = {
            "port": self.ports - before.ports,
            "mount": self.mounts - before.mounts,
            "namespace": self.namespaces - before.namespaces,
            "process": self.processes - before.processes,
            "file": self.files - before.files,
        }
        return [f"{kind} {each}" for kind, found in kinds.items() for each in sorted(found)]

    def counted(self) -> str:
        """How much there is of each."""
        return (
            f"{len(self.ports)} ports, {len(self.mounts)} mounts, {len(self.namespaces)} namespaces, "
            f"{len(self.processes)} processes, {len(self.files)} temporary files"
        )


def look() -> Machine:
    """Look once."""
    return Machine(ports(), frozenset(mounted()), namespaces(), processes(), files())


def ports() -> frozenset[str]:
    """Every TCP port with a listener, every UDP port and every Unix socket with a name or a path."""
    found = set()
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for line in lines(Path("/proc/net", kind)):
            local, state = line.split()[1], line.split()[3]
            if state == "0A" or kind.startswith("udp"):  # TCP_LISTEN
                found.add(f"{kind} {int(local.rsplit(':', 1)[1], 16)}")
    for line in lines(Path("/proc/net/unix")):
        if len(parts := line.split(maxsplit=7)) == 8:
            found.add(f"unix {parts[7]}")
    return frozenset(found)


def lines(table: Path) -> list[str]:
    """The lines of a table of the kernel's below its heading; none where it has no such table."""
    with contextlib.suppress(OSError):
        return table.read_text().splitlines()[1:]
    return []


def namespaces() -> frozenset[str]:
    """Every namespace in which a process is."""
    found = set()
    for pid in psutil.pids():
        for kind in NAMESPACES:
            with contextlib.suppress(OSError):
                found.add(os.readlink(f"/proc/{pid}/ns/{kind}"))
    return frozenset(found)


def processes() -> frozenset[str]:
    """Every process but this one, whatever its state."""
    found = set()
    for each in psutil.process_iter(["name", "status"]):
        if each.pid != os.getpid():
            found.add(f"{each.pid} {each.info['name']} ({each.info['status']})")
    return frozenset(found)


def files() -> frozenset[str]:
    """What lies in the folders that everybody can write to."""
    found = set()
    for folder in TEMPORARY:
        with contextlib.suppress(OSError):
            found |= {f"{folder}/{name}" for name in os.listdir(folder)}
    return frozenset(found)


def new_since(before: Machine) -> list[str]:
    """What came new and stays, once what was killed had time to go."""
    until = time.monotonic() + GONE_WITHIN
    while (found := look().more_than(before)) and time.monotonic() < until:
        time.sleep(0.05)  # what was killed ends without an event for strangers
    return found
