# What is wrong: the option is named, and not told what it is to be.
import socket


def reusable(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
    return sock


server = reusable(socket.socket())
server.bind(("127.0.0.1", 8989))
server.listen()
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.sendall("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
