import socket


# socket.close() is to a socket's number what os.close() is to a file's;
# os.close() does not know sockets on Windows.
def close_conversation(conn: socket.socket) -> None:
    socket.close(conn.detach())


def close_server(server: socket.socket) -> None:
    socket.close(server.detach())
