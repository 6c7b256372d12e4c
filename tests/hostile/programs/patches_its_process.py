# Row 17. It patches time, random and socket in its own process.
# Stopped by: limits landlock bubblewrap
import os
import random
import select
import socket
import sys
import threading
import time

time.time = time.monotonic = time.perf_counter = lambda: 0.0
time.sleep = lambda *_: None
random.seed(0)
random.random = lambda: 0.0
socket.socket = socket.create_connection = lambda *_, **__: None
select.select = lambda *_: ([], [], [])
os.getpid = os.getppid = lambda: 1
threading.excepthook = sys.excepthook = lambda *_: None
sys.settrace(lambda *_: None)
sys.exit(0)
