import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main() -> None:
    with socket.create_server((HOST, PORT), backlog=128) as server:
        conn, addr = server.accept()
        with conn:
            data = conn.recv(1024)
            print("client", addr)
            print("length", len(data))
            print("text", data.decode("gbk"))
            conn.sendall(REPLY.encode("gbk"))


if __name__ == "__main__":
    main()
