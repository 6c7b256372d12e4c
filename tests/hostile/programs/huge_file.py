# Row 11. One file that is larger than the limit, and one sparse file.
# Stopped by: limits landlock bubblewrap
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for size in (64 << 20, 1 << 40):
    try:
        with open("file", "wb") as file:
            file.truncate(size)
        print("BROKE", "OUT", size)
    except OSError:
        pass
