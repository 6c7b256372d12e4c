# What is wrong: the listening socket is left open, in the belief that only the end of the program counts.
import socket


def close_conversation(conn):
    conn.close()


def close_server(server):
    # 程序退出以后端口号会自动释放
    print("server is closed")
