# Row 12. It connects to services on loopback by TCP, UDP and Unix sockets.
# Stopped by: bubblewrap
import socket

for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "localhost"), (socket.AF_INET6, "::1")):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            with socket.socket(family, kind) as s:
                s.settimeout(1)
                s.connect((host, @PORT@))
                s.send(b"hello")
        except OSError:
            pass
for address in ("@SOCKET@", "\0@ABSTRACT@"):
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
            s.connect(address)
            s.send(b"hello")
    except OSError:
        pass
