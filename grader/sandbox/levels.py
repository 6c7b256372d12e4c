"""The levels of the sandbox for a learner's program, and which of them this machine supports.

bubblewrap   mount, PID and IPC namespaces for each program; its only network is a loopback    bubblewrap.py
landlock     restricts files, signals and TCP; needs no privilege    child/landlock.py
limits       every system: a separate session, resource limits, a clean environment, a scratch folder, and the whole
             process tree is killed; the other levels do all of this too    limits.py, process_tree.py
"""

import enum
import functools
import sys
from collections.abc import Callable

from grader.model.errors import UsageError
from grader.sandbox import bubblewrap
from grader.texts.language import _


class Level(enum.StrEnum):
    """How much a program is isolated; the strongest level first."""

    BUBBLEWRAP = "bubblewrap"
    LANDLOCK = "landlock"
    LIMITS = "limits"


@functools.cache
def lacks(level: Level) -> str:
    """Why this machine does not support a level, in one line; empty if it does. Found by trying it."""
    return _PROBES[level]()


def how_to_get(level: Level) -> str:
    """How to get a level that this machine lacks; empty if that is impossible."""
    if not sys.platform.startswith("linux"):
        return ""
    if level is Level.LANDLOCK:
        return _("Linux 6.2 or newer, with Landlock among its security modules (lsm=landlock,...)")
    if not bubblewrap.installed():
        return _("install it: sudo apt install bubblewrap (Debian, Ubuntu), sudo dnf install bubblewrap (Fedora)")
    return _(
        "allow user namespaces: on Ubuntu 24.04 and newer sudo sysctl -w "
        "kernel.apparmor_restrict_unprivileged_userns=0; in a container, its own setting"
    )


def best() -> Level:
    """The strongest level that this machine supports."""
    return next(level for level in Level if not lacks(level))


def chosen(name: str | None, portable: bool = False) -> Level:
    """The level of this name; without a name the best one, or LIMITS if `portable`.

    UsageError if this machine does not support it.
    """
    if name is None:
        return Level.LIMITS if portable else best()
    level = Level(name)
    reason = lacks(level)
    if portable and level is Level.BUBBLEWRAP:
        reason = _("it needs what --portable does without")
    if reason:
        said = _("the box {level} is not to be had here: {reason}")
        raise UsageError(said.format(level=level, reason=reason))
    return level


def _landlock() -> str:
    if not sys.platform.startswith("linux"):
        return _("Landlock is a part of Linux")
    from grader.child import landlock  # loads the C library

    known = landlock.abi()
    if known == 0:
        return _("this kernel has no Landlock, or it is switched off")
    if known < landlock.OLDEST_ABI:
        return _("Landlock is too old here (ABI {known}); Linux 6.2 has what is needed").format(known=known)
    return ""


def _bubblewrap() -> str:
    if not sys.platform.startswith("linux"):
        return _("bubblewrap is a program for Linux")
    return bubblewrap.lacks()


_PROBES: dict[Level, Callable[[], str]] = {
    Level.BUBBLEWRAP: _bubblewrap,
    Level.LANDLOCK: _landlock,
    Level.LIMITS: lambda: "",
}
