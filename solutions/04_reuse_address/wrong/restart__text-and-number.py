# What is wrong: None is given to setsockopt().
import socket
ON = 64

def allow_restart(server: socket.socket) -> None:
    server.setsockopt(None, socket.SO_REUSEADDR, ON)
    print('restart allowed')
