# Row 11. Sockets without end, all of them listening.
# Stopped by: limits landlock bubblewrap
import socket

kept = []
try:
    while len(kept) < 1000:
        made = socket.socket()
        kept.append(made)
        made.bind(("127.0.0.1", 0))
        made.listen()
    print("BROKE", "OUT")
except OSError:
    pass
