# Row 15. A daemon that writes a file after the end of the grading.
# Stopped by: limits landlock bubblewrap
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    time.sleep(3)
    try:
        with open("@DROP@/mark", "w") as file:
            file.write("BROKE" + " OUT")
    except OSError:
        pass
    os._exit(0)
