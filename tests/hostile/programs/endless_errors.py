# Row 11. Output without end that goes on after the limit.
# Stopped by: limits landlock bubblewrap
import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
while True:
    try:
        os.write(2, b"y" * 65536)
    except OSError:
        pass
