# What is wrong: sys.exit() ends the whole program, and with it the conversations that go on.
import socket
import sys


def close_conversation(conn):
    conn.close()


def close_server(server):
    # 关闭服务端，程序结束
    server.close()
    sys.exit()
