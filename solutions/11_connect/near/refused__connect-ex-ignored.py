# What is wrong: the number is printed and goes no further; not connect-ex-ignored, because it is looked at.
import os
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    code = client.connect_ex((host, port))
    if code != 0:
        print("cannot connect:", os.strerror(code))
