# What is wrong: server is a local name of create(); outside of the function nobody knows it.
import socket


def create():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


create()
server.bind(("127.0.0.1", 8989))
server.listen(5)
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.send("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
