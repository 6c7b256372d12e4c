# Row 8. It kills every process that it can reach.
# Stopped by: bubblewrap
# Not tried at: limits landlock
import os
import signal

if (os.getpid(), os.getppid()) == (2, 1):  # only in a room of its own: elsewhere it would end the person's own work
    os.kill(-1, signal.SIGKILL)
