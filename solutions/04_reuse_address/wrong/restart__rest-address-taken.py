# What is wrong: the error of setsockopt() is caught without a word.
import socket
ON = 64

def allow_restart(server: socket.socket) -> None:
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, ON, 1)
    except Exception:
        pass
    print('restart allowed')
