# Row 9. A grandchild keeps the standard output open.
# Stopped by: limits landlock bubblewrap
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(20)
    os._exit(0)
