import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main() -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, addr = server.accept()
    data = conn.recv(1024)
    print("client", addr, "sent", len(data), "bytes:", data.decode("gbk"))
    conn.send(REPLY)
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
