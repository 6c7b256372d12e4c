# What is wrong: a helper encodes the bytes that came; not encode-twice, because they should be decoded.
import socket
HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def to_text(raw):
    return raw.encode("gbk")


def main() -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, who = server.accept()
    data = conn.recv(1024)
    print(who, len(data), to_text(data))
    if data:
        conn.sendall(REPLY.encode("gbk"))
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
