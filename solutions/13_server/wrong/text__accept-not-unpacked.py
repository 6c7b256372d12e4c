# What is wrong: accept() gives a pair, and the whole pair is taken for the socket.
import socket

REPLY = "ok, 问题正在处理中..."

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8989))
server.listen(1)
client = server.accept()
data = client.recv(1024)
print(len(data), data.decode("gbk"))
client.sendall(REPLY.encode("gbk"))
client.close()
server.close()
