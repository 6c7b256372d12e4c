# Row 15. A daemon that forks and exits again and again, so that no snapshot of the processes finds it.
# Stopped by: limits landlock bubblewrap
import os

if os.fork() == 0:
    os.setsid()
    for _ in range(3000):
        if os.fork():
            os._exit(0)
        os.setsid()
    os._exit(0)
