# Row 5. It finds the grader's channel and writes a forged trace to it.
# Stopped by: limits landlock bubblewrap
import os
import socket
import stat
import time

said = (
    b"loaded\ncall\t1\t1.0\tconnect\t('127.0.0.1', 8081)\tNone\tclient.py\t1\t1\ndone\t1\t1.1\tNone\t\n"
    b"encoding\tutf-8\nhello\t1\nexited\t0\n\xff\xfe\t\t\nraised\t\n" + b"x" * 70000 + b"\n"
)
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            os.write(number, said)
    except OSError:
        pass
time.sleep(0.2)
os._exit(0)
