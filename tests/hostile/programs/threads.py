# Row 11. Threads without end (here: 1000 at most).
# Stopped by: bubblewrap
import threading
import time

count = 0
try:
    while count < 1000:
        threading.Thread(target=time.sleep, args=(6,), daemon=True).start()
        count += 1
    print("BROKE", "OUT")
except RuntimeError:
    pass
time.sleep(6)
