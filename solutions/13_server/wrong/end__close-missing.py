# What is wrong: it serves for ever, and the client's socket is never closed.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    while True:
        conn, addr = server.accept()
        print("Client:", addr)
        data = conn.recv(1024)
        print("Bytes:", len(data))
        print("Text:", data.decode("gbk"))
        conn.sendall(REPLY.encode("gbk"))


if __name__ == "__main__":
    main()
