# What is wrong: when the next client comes, it hangs up on the one before, who may still be talking.
import socket

last = None


def accept_client(server):
    global last
    conn, addr = server.accept()
    if last is not None:
        last.close()
    last = conn
    return conn, addr
