# Row 8. It stops the process above it for ever.
# Stopped by: landlock bubblewrap
# Not tried at: limits
import os
import signal

try:
    os.kill(os.getppid(), signal.SIGSTOP)
except OSError:
    pass
