# Row 8. It kills the process above it.
# Stopped by: landlock bubblewrap
import os
import signal

try:
    os.kill(os.getppid(), signal.SIGKILL)
except OSError:
    pass
