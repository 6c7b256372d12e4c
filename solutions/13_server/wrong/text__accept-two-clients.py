# What is wrong: two clients are accepted in one line before the first is served.
import socket
HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main() -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    guests = [server.accept() for _ in range(2)]
    for conn, who in guests:
        data = conn.recv(1024)
        print(who, len(data), data.decode("gbk"))
        if data:
            conn.sendall(REPLY.encode("gbk"))
        conn.close()
    server.close()


if __name__ == "__main__":
    main()
