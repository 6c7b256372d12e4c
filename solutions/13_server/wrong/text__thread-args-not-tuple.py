# What is wrong: args=(conn) is no tuple, so the thread cannot be given its argument.
import socket
import threading

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def handle(conn):
    data = conn.recv(1024)
    print(len(data), "bytes:", data.decode("gbk"))
    conn.sendall(REPLY.encode("gbk"))
    conn.close()


def main():
    server = socket.create_server((HOST, PORT))
    conn, addr = server.accept()
    print("client:", addr)
    worker = threading.Thread(target=handle, args=(conn))
    worker.start()
    worker.join()
    server.close()


if __name__ == "__main__":
    main()
