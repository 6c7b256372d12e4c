# What is wrong: answer() lacks its argument; not create-no-parens, because the class is rightly kept as a class.
import socket

Socket = socket.socket


def answer(conn):
    conn.sendall("ok, 问题正在处理中...".encode("gbk"))


def main():
    answer()
    with Socket() as server:
        server.bind(("127.0.0.1", 8989))
        server.listen()
        conn, addr = server.accept()
        answer(conn)


main()
