# What is wrong: it prints what connect_ex() returned; the caller hears nothing of the refusal.
import os
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    code = client.connect_ex((host, port))
    if code != 0:
        print("cannot connect:", os.strerror(code))
