# Row 8. It asks the process above it to end, and the one that is told to be its first.
# Stopped by: landlock bubblewrap
import os
import signal

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    try:
        os.kill(os.getppid(), number)
    except OSError:
        pass
