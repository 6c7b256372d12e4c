# What is wrong: ports below 1024 are for the system's services, and the client looks for 8989.
import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 898))
server.listen()
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.sendall("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
