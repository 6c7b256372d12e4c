# What is wrong: it is bound to another host; not port-mismatch, because the port is right.
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.9", 8989))
server.listen(5)
conn, addr = server.accept()
data = conn.recv(1024)
print(addr, len(data), data.decode("gbk"))
conn.send("ok, 问题正在处理中...".encode("gbk"))
conn.close()
server.close()
