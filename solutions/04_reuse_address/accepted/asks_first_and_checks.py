import socket as sk


def is_on(s):
    return s.getsockopt(sk.SOL_SOCKET, sk.SO_REUSEADDR) != 0


def allow_restart(server):
    if not is_on(server):
        server.setsockopt(sk.SOL_SOCKET, sk.SO_REUSEADDR, 1)
    assert is_on(server)
