import socket


def close_conversation(conn: socket.socket) -> None:
    conn.sendall("bye".encode())
    conn.close()


def close_server(server: socket.socket) -> None:
    server.close()
