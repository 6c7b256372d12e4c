import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


def main():
    infos = socket.getaddrinfo(HOST, PORT, type=socket.SOCK_STREAM)
    family, kind, proto, _, address = infos[0]
    server = socket.socket(family, kind, proto)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(address)
    server.listen(128)
    conn, peer = server.accept()
    data = conn.recv(1024)
    print("%s:%d" % peer, "%d bytes" % len(data), data.decode("gbk"), sep=" | ")
    conn.sendall(REPLY.encode("gbk"))
    conn.close()
    server.close()


if __name__ == "__main__":
    main()
