# What is wrong: run_server() is defined, and nobody calls it.
import socket


def answer(conn):
    data = conn.recv(1024)
    print(len(data), data.decode("gbk"))
    conn.send("ok, 问题正在处理中...".encode("gbk"))
    conn.close()


def run_server():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 8989))
    server.listen(5)
    conn, addr = server.accept()
    print("client", addr)
    answer(conn)
    server.close()
