import socket


def close_conversation(conn):
    try:
        conn.shutdown(socket.SHUT_RDWR)
    except OSError:
        # the client has gone already
        pass
    conn.close()


def close_server(server):
    try:
        # wakes an accept() on Linux; other systems say that it is not connected
        server.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    server.close()
