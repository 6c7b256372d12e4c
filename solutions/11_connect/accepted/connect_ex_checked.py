import errno
import os
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    code = client.connect_ex((host, port))
    if code == errno.ECONNREFUSED:
        raise ConnectionRefusedError(code, os.strerror(code))
    if code != 0:
        raise OSError(code, os.strerror(code))
