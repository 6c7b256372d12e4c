# What is wrong: the length of the reply is sent in front of it, as a line of text.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def answer(conn, data):
    conn.send(b"%d\n" % len(data))
    conn.send(data)


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, addr = server.accept()
    data = conn.recv(1024)
    print(addr, len(data), data.decode("gbk"))
    answer(conn, REPLY.encode("gbk"))
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
