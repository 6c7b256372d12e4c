# What is wrong: it reads only the first bytes of what came, and closes: the client gets a reset.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    with socket.create_server((HOST, PORT), backlog=128) as server:
        conn, addr = server.accept()
        with conn:
            head = conn.recv(3)  # the first letters are enough to know what it is about
            print(addr, len(head), head.decode("gbk", "replace"))
            conn.sendall(REPLY.encode("gbk"))


if __name__ == "__main__":
    main()
