# What is wrong: setsockopt() is called in a loop without an end.
import socket
ON = 64

def allow_restart(server: socket.socket) -> None:
    while True:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, ON)
    print('restart allowed')
