# What is wrong: listen() is given the port, and takes it for the length of the queue; bind() is not there.
import socket

PORT = 8989
REPLY = "ok, 问题正在处理中..."

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.listen(PORT)
conn, addr = server.accept()
print(addr)
data = conn.recv(1024)
print(len(data), data.decode("gbk"))
conn.sendall(REPLY.encode("gbk"))
conn.close()
server.close()
