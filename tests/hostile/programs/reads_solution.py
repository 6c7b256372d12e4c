# Row 6, 14. It runs the reference solution, which lies on the same machine.
# Stopped by: landlock bubblewrap
import os

try:
    with open("@COURSE@/solutions/12_client/client.py") as file:
        exec(compile(file.read(), "client.py", "exec"), {"__name__": "__main__"})
except OSError:
    os._exit(0)
