# Row 11. It computes without end, in C, in several processes.
# Stopped by: limits landlock bubblewrap
import os

for _ in range(3):
    if os.fork() == 0:
        break
9 ** 9 ** 9
