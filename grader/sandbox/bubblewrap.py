"""The command lines of the two bubblewrap sandboxes, and a test whether they work here. Source: bwrap(1).

    outer   for one submission: new network (only a loopback), PID and IPC namespaces; the machine's files are
            read-only. The whole grading runs in it.
    inner   for the programs of that submission: only the paths in visible_paths.py, no /proc, no other processes. One
            fork server runs in it and creates namespaces for each program (child/namespaces.py).

The programs share the network of their submission, because the reference peer is in the outer sandbox with them.
"""

import os
import shutil
import subprocess

from grader import child
from grader.sandbox import process_tree, visible_paths
from grader.texts.language import _

NOBODY = "65534"  # root runs as this user inside, because root would have capabilities there
_TRIED_WITHIN = 10.0  # seconds; two sandboxes need far less

FRESH = ("/tmp", "/dev/shm")  # noqa: S108  private to each program
# /dev/shm belongs to the private /dev: its files are in memory and are removed with the sandbox.
PRIVATE = "/dev/shm"  # noqa: S108


def outer(command: list[str], info: int | None = None) -> list[str]:
    """A command in the sandbox of one submission. bwrap writes the PID of its init process to descriptor `info`."""
    namespaces = ["--unshare-user", "--unshare-net", *_COMMON, *_identity()]
    if info is not None:
        namespaces += ["--info-fd", str(info)]
    return [_bwrap(), *namespaces, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", *_ENDS, "--", *command]


def inner(command: list[str]) -> list[str]:
    """A command in the sandbox of the programs. It keeps CAP_SYS_ADMIN, which is needed to create namespaces."""
    shown = ["--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108  before the paths below them
    for path in visible_paths.readable():
        shown += ["--ro-bind", path, path]
    for path in visible_paths.SYSTEM:
        if os.path.islink(path):
            shown += ["--symlink", os.readlink(path), path]
    shown += ["--ro-bind", child.FOLDER, child.FOLDER]
    closed = ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"]
    capability = ["--cap-add", "CAP_SYS_ADMIN"]
    return [_bwrap(), "--unshare-user", *_COMMON, *_identity(), *shown, *closed, *_ENDS, *capability, "--", *command]


_COMMON = ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
_ENDS = ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]


def lacks() -> str:
    """Why the two sandboxes cannot be created here, in one line; else empty. Found by starting Python in them."""
    if not installed():
        return _("the program bwrap is not installed (Debian, Ubuntu, Fedora: the package bubblewrap)")
    if any(visible_paths.is_beneath(path, fresh) for path in visible_paths.readable() for fresh in FRESH):
        return _("Python itself lies in {folder}, which each program has for itself").format(folder=" / ".join(FRESH))
    process_tree.adopt_orphans()  # bwrap may end before it has reaped its children
    began = process_tree.now()
    try:
        tried = subprocess.run(
            outer(inner([visible_paths.python(), "-I", "-S", "-c", "pass"])),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TRIED_WITHIN,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error).splitlines()[0]
    finally:
        process_tree.kill_orphans(began)
    if tried.returncode == 0:
        return ""
    said = tried.stderr.strip().splitlines()
    return said[-1] if said else _("bwrap ended with status {status}").format(status=tried.returncode)


def installed() -> bool:
    """Whether bwrap is installed."""
    return shutil.which("bwrap") is not None


def _bwrap() -> str:
    return shutil.which("bwrap") or "bwrap"


def _identity() -> list[str]:
    """The options that give root another user ID inside; other users keep theirs."""
    return ["--uid", NOBODY, "--gid", NOBODY] if os.getuid() == 0 else []
