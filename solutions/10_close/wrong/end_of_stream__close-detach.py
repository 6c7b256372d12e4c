# What is wrong: detach() lets go of the descriptor without closing it, so the connection stays open.
import socket


def close_conversation(conn):
    conn.detach()  # 断开连接


def close_server(server):
    server.close()
