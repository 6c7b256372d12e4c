"""The paths that are visible in the sandbox: Python and the programs of the system; no user files.

Home folders, the grader, the suites, the solutions, the work of other learners and /proc are not visible. If the grader
is inside a folder that must be visible (it may be installed beside Python's library), the other entries of that folder
are listed one by one.
"""

import functools
import os
import sys
from collections.abc import Iterable
from pathlib import Path

GRADER = Path(__file__).resolve().parents[1]
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
SETTINGS = tuple(
    f"/etc/{name}"
    for name in (
        "alternatives gai.conf host.conf hosts ld.so.cache ld.so.conf ld.so.conf.d localtime nsswitch.conf protocols "
        "resolv.conf services timezone"
    ).split()
)
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8"}  # noqa: S108
DEVICES = ("/dev/full", "/dev/null", "/dev/random", "/dev/urandom", "/dev/zero")


def python() -> str:
    """The interpreter itself, not the link or copy in a virtual environment."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


@functools.cache
def readable() -> tuple[str, ...]:
    """The folders and files that a program can read and run."""
    found: list[str] = []
    for root in (*SYSTEM, *pythons_own(), *libraries()):
        if os.path.exists(root) and not any(is_beneath(root, each) for each in found):
            found.append(root)
    pieces = [piece for root in found for piece in without(root, secrets())]
    return (*pieces, *filter(os.path.exists, SETTINGS))


def pythons_own() -> list[str]:
    """The folders of this Python's programs and library."""
    prefix = sys.base_prefix
    folders = [os.path.dirname(os.__file__), os.path.dirname(python())]
    if os.path.realpath(prefix) not in ("/", "/usr", "/usr/local", os.path.realpath(os.path.expanduser("~"))):
        folders = [prefix, *folders]
    return folders


def libraries() -> list[str]:
    """The files of the shared libraries that this process uses. Source: proc_pid_maps(5)."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as file:
            mapped = {line.split(maxsplit=5)[-1].strip() for line in file if "/" in line}
    except OSError:
        return []
    return sorted(path for path in mapped if ".so" in os.path.basename(path) and "site-packages" not in path)


def secrets() -> tuple[str, ...]:
    """The folders that must never be visible."""
    return (str(GRADER.parent), str(GRADER))


def is_beneath(path: str, folder: str) -> bool:
    """Whether a path is the folder or inside it, after links are resolved."""
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return os.path.commonpath((path, folder)) == folder


def without(root: str, hidden: Iterable[str]) -> list[str]:
    """The parts of a folder that contain no hidden path; the folder itself if it contains none."""
    inside = [each for each in hidden if is_beneath(each, root)]
    if not inside:
        return [root]
    pieces = []
    for name in sorted(os.listdir(root)):
        path = os.path.join(root, name)
        if os.path.islink(path) or any(is_beneath(path, each) for each in inside):
            continue
        pieces += without(path, inside) if os.path.isdir(path) else [path]
    return pieces
