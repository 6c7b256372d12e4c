# Row 12. It connects to a service on loopback by TCP, also without Python's socket class.
# Stopped by: landlock bubblewrap
import _socket
import socket

for kind in (socket.socket, _socket.socket):
    try:
        s = kind(socket.AF_INET, socket.SOCK_STREAM)
        s.connect(("127.0.0.1", @PORT@))
        s.send(b"hello")
    except OSError:
        pass
try:
    s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    s.connect("\0@ABSTRACT@")
    s.send(b"hello")
except OSError:
    pass
