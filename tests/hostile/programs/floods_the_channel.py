# Row 5. It writes to the grader's channel without end.
# Stopped by: limits landlock bubblewrap
import os
import stat
import time

until = time.monotonic() + 8
while time.monotonic() < until:
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                os.write(number, b"call\t1\t1.0\tx\t\tNone\t\t1\t1\n" * 1000)
        except OSError:
            pass
