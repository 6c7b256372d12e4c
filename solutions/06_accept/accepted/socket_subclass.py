import socket


class ClientSocket(socket.socket):
    """A socket that knows who is at the other end."""

    address = None


def accept_client(server):
    plain, address = server.accept()
    conn = ClientSocket(fileno=plain.detach())
    conn.address = address
    return conn, address
