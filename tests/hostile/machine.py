"""Compare the whole machine before and after gradings: listening ports, mounts, namespaces, processes, temporary files.

The comparison is valid only if nothing else starts in the meantime: in new network, mount and PID namespaces
(unshare(1)), or on an idle machine.
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
class Snapshot:
    """The state of the machine at one moment: one line of text for each thing."""

    ports: frozenset[str]
    mounts: frozenset[str]
    namespaces: frozenset[str]
    processes: frozenset[str]
    files: frozenset[str]

    def new_since(self, before: "Snapshot") -> list[str]:
        """What is in this snapshot and not in `before`."""
        kinds = {
            "port": self.ports - before.ports,
            "mount": self.mounts - before.mounts,
            "namespace": self.namespaces - before.namespaces,
            "process": self.processes - before.processes,
            "file": self.files - before.files,
        }
        return [f"{kind} {each}" for kind, found in kinds.items() for each in sorted(found)]

    def counts(self) -> str:
        """The number of things of each kind, as text."""
        return (
            f"{len(self.ports)} ports, {len(self.mounts)} mounts, {len(self.namespaces)} namespaces, "
            f"{len(self.processes)} processes, {len(self.files)} temporary files"
        )


def take_snapshot() -> Snapshot:
    """The current state of the machine."""
    return Snapshot(ports(), frozenset(mounted()), namespaces(), processes(), files())


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
    """The lines of a table in /proc, without its heading; empty if there is no such table."""
    with contextlib.suppress(OSError):
        return table.read_text().splitlines()[1:]
    return []


def namespaces() -> frozenset[str]:
    """Every namespace that has a process."""
    found = set()
    for pid in psutil.pids():
        for kind in NAMESPACES:
            with contextlib.suppress(OSError):
                found.add(os.readlink(f"/proc/{pid}/ns/{kind}"))
    return frozenset(found)


def processes() -> frozenset[str]:
    """Every process except this one, in any state."""
    found = set()
    for each in psutil.process_iter(["name", "status"]):
        if each.pid != os.getpid():
            found.add(f"{each.pid} {each.info['name']} ({each.info['status']})")
    return frozenset(found)


def files() -> frozenset[str]:
    """The names in the world-writable folders."""
    found = set()
    for folder in TEMPORARY:
        with contextlib.suppress(OSError):
            found |= {f"{folder}/{name}" for name in os.listdir(folder)}
    return frozenset(found)


def new_since(before: Snapshot) -> list[str]:
    """What is new on the machine and does not disappear within GONE_WITHIN seconds."""
    until = time.monotonic() + GONE_WITHIN
    while (found := take_snapshot().new_since(before)) and time.monotonic() < until:
        time.sleep(0.05)  # there is no event for the end of a process that is not a child
    return found
