# What is wrong: it closes the listener instead of the client's socket, then tries to accept again.
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
        server.close()


if __name__ == "__main__":
    main()
