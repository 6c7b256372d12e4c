# Row 8. It attaches to its parent process with ptrace.
# Stopped by: landlock bubblewrap
import ctypes
import os

libc = ctypes.CDLL(None)
ATTACH, DETACH = 16, 17
for pid in {os.getppid(), 1} - {os.getpid()}:
    if pid != 1 or os.getppid() == 1:
        if libc.ptrace(ATTACH, pid, None, None) == 0:
            os.waitpid(pid, 0)
            libc.ptrace(DETACH, pid, None, None)
            print("BROKE", "OUT", pid)
