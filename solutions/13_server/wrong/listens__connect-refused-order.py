# What is wrong: a client in the same program calls before anybody listens.
import socket

HOST, PORT = "127.0.0.1", 8989

# the client
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((HOST, PORT))

# the server
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((HOST, PORT))
server.listen(5)
conn, addr = server.accept()
print(addr)
data = conn.recv(1024)
print(len(data), data.decode("gbk"))
conn.sendall("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
client.close()
