"""What one program may use up, in one place."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one program may use. Seconds, bytes, counts. Source: getrlimit(2).

    `wall_seconds` are for a whole check, whatever happens in it; the peer's patience (loop.py) ends most waits earlier.
    Of what a program prints, `file_bytes` at most are kept, and of those the first and last `output_shown` are shown.
    """

    cpu_seconds: int = 10
    wall_seconds: float = 20.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 16 << 20
    open_files: int = 256
    processes: int = 64
    output_shown: int = 64 << 10

    def for_resource(self, own_count: bool = False) -> list[tuple[str, int]]:
        """The names of the `resource` module with their values; empty where there is no such module.

        The kernel counts processes by user and user namespace, threads among them: a limit makes sense only where a
        program's processes have an `own_count`.
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
    """The few variables that a program needs; nothing of the grader's own environment leaks in."""
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LANG": "C.UTF-8"}
