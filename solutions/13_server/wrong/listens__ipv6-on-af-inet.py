# What is wrong: ::1 is an address of IPv6, and AF_INET is IPv4.
import socket

HOST = "::1"


def open_server():
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((HOST, 8989))
    server.listen(5)
    return server


server = open_server()
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.sendall("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
