import socket
import sys


def close_conversation(conn: socket.socket) -> None:
    if conn.fileno() != -1:
        sys.stdout.write("closing %d\n" % conn.fileno())
        conn.close();


def close_server(server: socket.socket) -> None:
    if server.fileno() == -1: return
    server.close();
