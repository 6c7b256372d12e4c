# Row 8. It sends SIGINT, SIGTERM and SIGHUP to its parent process.
# Stopped by: landlock bubblewrap
import os
import signal

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    try:
        os.kill(os.getppid(), number)
    except OSError:
        pass
