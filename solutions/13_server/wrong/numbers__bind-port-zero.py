# What is wrong: it listens at a port of the system's choice, where no client looks for it.
import socket

HOST = "127.0.0.1"
REPLY = "ok, 问题正在处理中..."

server = socket.socket()
server.bind((HOST, 0))
server.listen(1)
client = socket.create_connection(server.getsockname())
conn, address = server.accept()
client.send("你好".encode("gbk"))
data = conn.recv(1024)
print(address, len(data), data.decode("gbk"))
conn.send(REPLY.encode("gbk"))
conn.close()
server.close()
