# What is wrong: server and client stand in one script, and one half waits for the other.
import socket

HOST, PORT = "127.0.0.1", 8989
REPLY = "ok, 问题正在处理中..."

# the server
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((HOST, PORT))
server.listen(5)
conn, addr = server.accept()
print("client:", addr)

# the client
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((HOST, PORT))
client.sendall("你好".encode("gbk"))
print(client.recv(1024).decode("gbk"))
client.close()

# the server's reply
data = conn.recv(1024)
print(len(data), data.decode("gbk"))
conn.sendall(REPLY.encode("gbk"))
conn.close()
server.close()
