# What is wrong: SHUT_RD ends the server's own reading; the client is told nothing.
import socket


def close_conversation(conn: socket.socket) -> None:
    # 对方不能再读了
    conn.shutdown(socket.SHUT_RD)


def close_server(server):
    server.close()
