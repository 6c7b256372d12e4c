# Row 6. It reads the memory of the process above it.
# Stopped by: landlock bubblewrap
import os

pid = os.getppid()
try:
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            if "[heap]" in line or " rw-p" in line:
                first, last = (int(each, 16) for each in line.split()[0].split("-"))
                memory.seek(first)
                data = memory.read(min(last - first, 1 << 24))
                at = data.find(b"@CANARY@")
                if at >= 0:
                    print(data[at : at + 60])
                    break
        else:
            print("nothing found")
except OSError as error:
    print(error)
