"""The resource limits of one program."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of one program, in seconds, bytes and counts. Source: getrlimit(2).

    `wall_seconds` is the limit of a whole check; the peer's patience (deadlines.py) ends most waits earlier. A program
    can print `file_bytes` to each stream; `output_shown` bytes are shown, from the beginning and the end.
    """

    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 16 << 20
    open_files: int = 256
    processes: int = 64
    output_shown: int = 64 << 10

    def for_resource(self, own_count: bool = False) -> list[tuple[str, int]]:
        """The limits by their names in the module `resource`; empty on systems without that module.

        The kernel counts processes and threads by user and user namespace. This limit is set only if the program's
        processes have an `own_count`.
        """
        if os.name != "posix":
            return []
        counted = [("RLIMIT_NPROC", self.processes)] if own_count else []
        return [
            *counted,
            ("RLIMIT_CPU", self.cpu_seconds),
            ("RLIMIT_AS", self.memory_bytes),
            ("RLIMIT_FSIZE", self.file_bytes),
            ("RLIMIT_NOFILE", self.open_files),
            ("RLIMIT_CORE", 0),
        ]


def clean_environment() -> dict[str, str]:
    """The few environment variables that a program needs; the others of the grader are not passed on."""
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LANG": "C.UTF-8"}
