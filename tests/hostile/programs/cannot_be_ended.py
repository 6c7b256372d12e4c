# Row 15. It ignores every signal, leaves its session and forks away.
# Stopped by: limits landlock bubblewrap
import os
import signal
import time

for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        os.setpgid(0, 0) if os.getpid() != os.getsid(0) else None
time.sleep(20)
