"""Inside the learner's process: give up every capability, as no program needs one. Linux only.

Sources: capabilities(7), prctl(2), capset(2). Standard library only.
"""

from __future__ import annotations

import ctypes

_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_MORE_THAN_THERE_ARE = 64

_LIBC = ctypes.CDLL(None, use_errno=True)


def give_up() -> None:
    """Give up every capability for good; starting a program gives none back. OSError where that fails.

    Root then is the owner of root's files, and nothing else.
    """
    failed = _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for number in range(_MORE_THAN_THERE_ARE):
        if _LIBC.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0):
            break  # not permitted without CAP_SETPCAP, and then of no use; or there are no more
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if failed or _LIBC.capset(header, (ctypes.c_uint32 * 6)()):
        raise OSError(ctypes.get_errno(), "capabilities cannot be given up")
