# What is wrong: the names are the wrong way round, and the address is looked into, which is a socket here.
import socket

server = socket.create_server(("127.0.0.1", 8989))
address, connection = server.accept()
print("port of the client:", address[1])
data = connection.recv(1024)
print("bytes:", len(data))
print(data.decode("gbk"))
connection.sendall("ok, 问题正在处理中...".encode("gbk"))
connection.close()
server.close()
