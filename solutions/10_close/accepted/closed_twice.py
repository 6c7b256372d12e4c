import socket


def close_conversation(conn):
    try:
        conn.close()
    finally:
        conn.close()  # once more does no harm
        del conn


def close_server(server):
    if server is not None:
        server.close()
        server.close()
        server = None
