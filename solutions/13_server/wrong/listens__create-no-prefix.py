# What is wrong: SOL_SOCKET and SO_REUSEADDR were not imported with the rest.
from socket import AF_INET, SOCK_STREAM, socket


def listening(port):
    sock = socket(AF_INET, SOCK_STREAM)
    sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    sock.listen()
    return sock


with listening(8989) as sock:
    conn, addr = sock.accept()
    with conn:
        data = conn.recv(1024)
        print(addr, len(data), data.decode("gbk"))
        conn.sendall("ok, 问题正在处理中...".encode("gbk"))
