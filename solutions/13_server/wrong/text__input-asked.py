# What is wrong: the port is read from the keyboard with sys.stdin, where nobody types.
import sys
import socket
HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main() -> None:
    print("port:", end=" ", flush=True)
    port = int(sys.stdin.readline())
    server = socket.create_server((HOST, port), backlog=128)
    conn, who = server.accept()
    data = conn.recv(1024)
    print(who, len(data), data.decode("gbk"))
    if data:
        conn.sendall(REPLY.encode("gbk"))
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
