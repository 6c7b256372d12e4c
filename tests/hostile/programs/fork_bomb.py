# Row 11. Processes without end (here: 300 at most, each for a few seconds).
# Stopped by: bubblewrap
import os
import time

count = 0
try:
    while count < 300:
        if os.fork() == 0:
            time.sleep(6)
            os._exit(0)
        count += 1
    print("BROKE", "OUT")
except OSError:
    pass
time.sleep(6)
