import socket


class ClientGone(ConnectionError):
    """The client left before it had the whole reply."""


def send_reply(conn: socket.socket, data: bytes) -> None:
    try:
        conn.sendall(data)
    except ConnectionError as error:
        raise ClientGone("the client is gone") from error
