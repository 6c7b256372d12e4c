# What is wrong: SO_REUSEPORT, with which two servers share the port.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
server.bind((HOST, PORT))
server.listen(128)
conn, address = server.accept()
data = conn.recv(1024)
print(address, len(data), data.decode("gbk"))
conn.send(REPLY.encode("gbk"))
conn.close()
server.close()
