from contextlib import suppress
import socket as sk


def close_conversation(conn: sk.socket) -> None:
    with suppress(sk.error):
        conn.shutdown(1)          # 1 = SHUT_WR
    conn.close()


def close_server(server: sk.socket) -> None:
    server.close()
