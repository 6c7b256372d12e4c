# What is wrong: it takes its own lock a second time before it prints; not print-forgotten, because the print is there.
import threading
import socket
HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."
LOCK = threading.Lock()


def say(*words):
    with LOCK:
        print(*words)


def main() -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, PORT))
    server.listen(128)
    conn, who = server.accept()
    data = conn.recv(1024)
    with LOCK:
        say(who, len(data), data.decode("gbk"))
    if data:
        conn.sendall(REPLY.encode("gbk"))
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
