# Row 6. It reads the environment of every process that it can see.
# Stopped by: landlock bubblewrap
import glob

for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        continue
    at = data.find(b"@CANARY@")
    if at >= 0:
        print(path, data[at : at + 60])
