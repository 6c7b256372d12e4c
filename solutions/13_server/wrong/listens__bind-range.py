# What is wrong: 89890 is no port, they end at 65535.
import socket

ADDRESS = ("127.0.0.1", 89890)
server = socket.socket()
server.bind(ADDRESS)
server.listen()
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.sendall("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
