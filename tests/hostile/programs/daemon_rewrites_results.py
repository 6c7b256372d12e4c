# Row 7. A daemon stays behind and writes a result later.
# Stopped by: limits landlock bubblewrap
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in range(256):
        try:
            os.close(number)
        except OSError:
            pass
    for _ in range(40):
        time.sleep(0.1)
        try:
            if os.path.exists("@RESULT@"):
                with open("@RESULT@", "wb") as file:
                    file.write(b'{"score": 100}')
        except OSError:
            pass
    os._exit(0)
