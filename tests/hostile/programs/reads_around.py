# Row 6. It looks for the tests and the answers by way of the processes above it, and prints what it finds.
# Stopped by: landlock bubblewrap
import glob
import os

seen = []


def show(path):
    try:
        with open(path, "rb") as file:
            data = file.read(1 << 20)
    except OSError:
        return
    at = data.find(b"@CANARY@")
    if at >= 0:
        print(path, data[max(0, at - 20) : at + 60])
    elif len(seen) < 40:
        seen.append(path)


for pid in (os.getppid(), "self", 1):
    for name in ("environ", "cmdline", "maps"):
        show(f"/proc/{pid}/{name}")
    for path in glob.glob(f"/proc/{pid}/fd/*") + glob.glob(f"/proc/{pid}/cwd/*") + glob.glob(f"/proc/{pid}/root/*"):
        if os.path.isfile(path):
            show(path)
for folder, _, names in os.walk("@COURSE@"):
    for name in names:
        show(os.path.join(folder, name))
