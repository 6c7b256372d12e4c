# What is wrong: conn.close without parentheses only names the method and never calls it.
import socket


def close_conversation(conn):
    # 关闭服务与客户端的套接字
    conn.close


def close_server(server):
    server.close()
