"""Inside the learner's process: drop all capabilities and set no_new_privs. Linux only.

Sources: capabilities(7), prctl(2), capset(2). Standard library only.
"""

from __future__ import annotations

import ctypes

_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_CAPABILITIES_AT_MOST = 64

_LIBC = ctypes.CDLL(None, use_errno=True)


def give_up() -> None:
    """Drop all capabilities permanently, also for programs started later. OSError if that fails.

    After that, root can still access the files that root owns, but has no other privilege.
    """
    failed = _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for number in range(_CAPABILITIES_AT_MOST):
        if _LIBC.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0):
            break  # past the last capability, or without CAP_SETPCAP: then the bounding set does not matter
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if failed or _LIBC.capset(header, (ctypes.c_uint32 * 6)()):
        raise OSError(ctypes.get_errno(), "capabilities cannot be dropped")
