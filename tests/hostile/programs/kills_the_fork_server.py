# Row 8. It kills the interpreter that it was forked from.
# Stopped by: limits landlock bubblewrap
import glob
import os
import signal

for path in glob.glob("/proc/[0-9]*/cmdline"):
    try:
        with open(path, "rb") as file:
            words = file.read().split(b"\0")
        pid = int(path.split("/")[2])
        if any(word.endswith(b"/child/fork_server.py") and b"@COURSE@" in word for word in words) and pid != os.getpid():
            os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
