import socket


def accept_client(s):
    s.listen(5)
    k, addr = s.accept()
    return (k, addr)
