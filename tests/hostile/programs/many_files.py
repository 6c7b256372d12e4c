# Row 11. Files without end (here: 20 000 at most), in folders nested as deep as possible.
# Stopped by: bubblewrap
import os

try:
    for number in range(20000):
        with open(f"file{number}", "wb"):
            pass
        if number % 100 == 0:
            os.mkdir(f"d{number}")
            os.chdir(f"d{number}")
    print("BROKE", "OUT")
except OSError:
    pass
