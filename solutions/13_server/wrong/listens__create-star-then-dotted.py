# What is wrong: two styles of import are mixed.
from socket import *

server = socket.socket(AF_INET, SOCK_STREAM)
server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 8989))
server.listen(128)
client, addr = server.accept()
print("client", addr)
data = client.recv(1024)
print("bytes", len(data))
print("text", data.decode("gbk"))
client.send("ok, 问题正在处理中...".encode("gbk"))
client.close()
server.close()
