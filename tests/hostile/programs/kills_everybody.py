# Row 8. It kills every process that it can reach.
# Stopped by: bubblewrap
# Not tried at: limits landlock
import os
import signal

if (os.getpid(), os.getppid()) == (2, 1):  # only inside a PID namespace: elsewhere it would kill all of the user's processes
    os.kill(-1, signal.SIGKILL)
