# What is wrong: the client's socket takes the place of the listening one, which the next round needs.
import socket

REPLY = "ok, 问题正在处理中..."


def next_client(listening):
    accepted, peer = listening.accept()
    print("client:", peer)
    return accepted


sock = socket.create_server(("127.0.0.1", 8989))
for _ in range(2):
    sock = next_client(sock)
    data = sock.recv(1024)
    print(len(data))
    if data:
        print(data.decode("gbk"))
        sock.sendall(REPLY.encode("gbk"))
sock.close()
