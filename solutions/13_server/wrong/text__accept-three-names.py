# What is wrong: accept() gives two values, the socket and the address; three names want three.
import socket

server = socket.create_server(("127.0.0.1", 8989))
conn, host, port = server.accept()
print("client:", host, port)
data = conn.recv(1024)
print(len(data), data.decode("gbk"))
conn.sendall("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
